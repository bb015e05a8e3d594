package org.sekisho.app.action;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A program that listens on ports 25 and 80 of its network namespace. For each line {@code SOURCE DESTINATION PORT
 * MILLISECONDS} on its input it tries to connect and prints one word: {@code open}, {@code silent} or {@code refused}.
 */
final class Knocker {
    private Knocker() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (ServerSocket mail = new ServerSocket(25, 1_000);
                ServerSocket web = new ServerSocket(80, 1_000)) {
            out.println("ready on " + mail.getLocalPort() + " and " + web.getLocalPort());
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                out.println(knock(words[0], words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3])));
            }
        }
    }

    private static String knock(String source, String destination, int port, int patience) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
            socket.connect(new InetSocketAddress(InetAddress.getByName(destination), port), patience);
            return "open";
        } catch (java.net.SocketTimeoutException e) {
            return "silent";
        } catch (java.net.ConnectException e) {
            return "refused";
        } catch (IOException e) {
            return e.toString();
        }
    }
}
