package org.sekisho.net;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.sekisho.event.EventSink;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.ProxySettings;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.settings.UpstreamSettings.Identity;
import org.sekisho.testing.RawClient;

/**
 * A process with a proxy that runs out of file descriptors when it is told so, and gets them back when it is told so.
 * Reads a line for each; prints the port first, then the processor time that it used while it had none.
 */
final class WithoutDescriptors {
    private WithoutDescriptors() {}

    public static void main(String[] arguments) throws Exception {
        ProxySettings settings = ProxySettings.of(
                "mx.test",
                ListenerSettings.inbound("mx", new Endpoint("127.0.0.1", 0)),
                UpstreamSettings.of(new Endpoint("127.0.0.1", Integer.parseInt(arguments[0])), Identity.NONE));
        BufferedReader told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try (Proxy proxy = Proxy.start(settings, EventSink.NONE)) {
            InetSocketAddress address = proxy.address("mx");
            // Whatever a session needs is loaded now, as no class file can be opened later.
            RawClient.connect(address).expect("220").close();
            cpuMillis();
            System.out.println(address.getPort());

            told.readLine();
            List<FileInputStream> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                // Connections that were just closed give their descriptors back a little later.
                exhaust(all);
                LockSupport.parkNanos(10_000_000);
            }
            System.out.println("none left");
            long before = cpuMillis();

            told.readLine();
            for (FileInputStream file : all) {
                file.close();
            }
            System.out.println(cpuMillis() - before);
            told.readLine();
        }
    }

    private static long cpuMillis() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1_000_000;
    }

    private static void exhaust(List<FileInputStream> all) {
        try {
            while (true) {
                all.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException none) {
            // That is what was wanted.
        }
    }
}
