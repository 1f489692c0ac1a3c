import java.io.FileInputStream;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/**
 * What veraPDF has against PDF files: Judge FLAVOUR FILE..., with flavours as "ua1" and "3a".
 * A line for each rule that is broken: the file, the rule, how often, and the first reason given.
 * The last line says how much was asked, so that a judge who asked nothing is not taken for a kind one.
 */
class Judge {
    public static void main(String[] words) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        var flavour = PDFAFlavour.byFlavourId(words[0]);
        long asked = 0;
        for (int place = 1; place < words.length; place++) {
            asked += judge(words[place], flavour);
        }
        System.out.println("asked " + asked);
    }

    static long judge(String file, PDFAFlavour flavour) throws Exception {
        var foundry = Foundries.defaultInstance();
        try (var bytes = new FileInputStream(file);
             var parser = foundry.createParser(bytes, flavour);
             var validator = foundry.createValidator(flavour, false)) {
            var verdict = validator.validate(parser);
            verdict.getTestAssertions().stream()
                    .filter(said -> said.getStatus() == TestAssertion.Status.FAILED)
                    .collect(Collectors.groupingBy(said -> said.getRuleId().getClause() + " test " + said.getRuleId().getTestNumber()))
                    .entrySet().stream()
                    .sorted(Comparator.comparing(rule -> rule.getKey()))
                    .forEach(rule -> System.out.printf("%s: %s, %d times: %s%n",
                            file, rule.getKey(), rule.getValue().size(), rule.getValue().get(0).getMessage()));
            return verdict.getTotalAssertions();
        }
    }
}
