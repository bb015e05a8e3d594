package org.sekisho.app.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.app.config.Written.Mapping;
import org.sekisho.app.notice.NoticeFiles;
import org.sekisho.app.origin.OriginFiles;

/** Loads the configuration: the command line wins over environment variables, they over the file, it over the defaults. */
public final class ConfigurationLoader {
    private final Map<String, String> environment;
    private final RuleBook book;
    private final boolean readsFiles;

    public ConfigurationLoader(Map<String, String> environment) {
        this(environment, RuleBook.SHIPPED);
    }

    /** For those who only want to know where a proxy is to be asked: files that only it has to read are not looked into. */
    public static ConfigurationLoader ofCommands(Map<String, String> environment) {
        return new ConfigurationLoader(environment, RuleBook.SHIPPED, false);
    }

    ConfigurationLoader(Map<String, String> environment, RuleBook book) {
        this(environment, book, true);
    }

    private ConfigurationLoader(Map<String, String> environment, RuleBook book, boolean readsFiles) {
        this.environment = Map.copyOf(environment);
        this.book = book;
        this.readsFiles = readsFiles;
    }

    /** The effective configuration, or every problem that there is with it. */
    public Configuration load(Optional<Path> file, CommandLineSettings options) throws ConfigurationException {
        List<Problem> problems = new ArrayList<>();
        Mapping root = file.map(path -> read(path, problems)).orElseGet(() -> Mapping.empty("", "defaults"));
        Environment.apply(environment, book, root, problems);
        options.apply(root);
        StateHome.apply(environment, root);
        new UnknownKeys(book, problems).takeOut(root, Configuration.class);
        Configuration configuration = new Binding(Defaults.ofThisMachine(book), root, problems).bind();
        Blame blame = new Blame(root, problems);
        new Examination(blame).examine(configuration);
        if (readsFiles) {
            OriginFiles.problems(configuration.origins())
                    .forEach((key, problem) -> blame.report(problem, "origins", key));
            NoticeFiles.problems(configuration.incidents())
                    .forEach((key, problem) -> blame.report(problem, "incidents", "notice", key));
        }
        new RulesExamination(book, blame).examine(configuration.rules());
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return configuration;
    }

    /** The configuration as a file that would give it. */
    public static String toYaml(Configuration configuration) {
        return SettingsMapper.YAML.writeValueAsString(configuration);
    }

    private static Mapping read(Path file, List<Problem> problems) {
        String name = file.toString();
        try {
            return YamlReader.read(name, Files.readString(file), problems);
        } catch (NoSuchFileException e) {
            problems.add(new Problem(name, "", "there is no such file; name another with --config"));
        } catch (AccessDeniedException e) {
            problems.add(new Problem(name, "", "no permission to read it; let this user read it"));
        } catch (CharacterCodingException e) {
            problems.add(new Problem(name, "", "not UTF-8 text; save it as UTF-8"));
        } catch (IOException e) {
            problems.add(new Problem(name, "", "cannot be read: " + e.getMessage()));
        }
        return Mapping.empty("", name);
    }
}
