package io.github.stepnet;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.Timer;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Dependencies point one way: jobs, stream, network, learning, plan, layer, then arena and kernel. */
@AnalyzeClasses(packages = "io.github.stepnet", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String STEPNET = "io.github.stepnet.";
    private static final String NETWORK = STEPNET + "network";

    /** May change their last bit from one JVM, or one tier of the compiler, to another. */
    private static final Set<String> NOT_THE_SAME_EVERYWHERE = Set.of(
            "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp", "expm1", "log",
            "log10", "log1p", "pow", "cbrt", "hypot");

    /** The first two keep what they copy, as large as the largest window and the cache; the others hand out a copy. */
    private static final Set<String> COPIES_ARRAYS =
            Set.of("WindowLearner", "RecencyOrder", "CommitteeLearner", "PendingEvent");

    // ---- the borders of the engine, from the outside in

    @ArchTest
    static final ArchRule onlyStreamKnowsFlink = noClasses()
            .that()
            .resideOutsideOfPackages(STEPNET + "stream..", STEPNET + "schemas..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache..")
            .because("the engine runs in a plain JVM, and can be read and tested without knowing Flink");

    @ArchTest
    static final ArchRule theEngineKnowsTheJdkOnly = classes()
            .that()
            .resideInAPackage(NETWORK + "..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "jdk.incubator.vector..", NETWORK + "..")
            .because("records, schemas and logging belong to the operators and jobs around the engine");

    @ArchTest
    static final ArchRule schemasKnowNothingOfUs = noClasses()
            .that()
            .resideInAPackage(STEPNET + "schemas..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(NETWORK + "..", STEPNET + "stream..", "org.apache.flink..")
            .because("other programs read our topics with the schemas alone");

    // ---- the borders inside the engine

    @ArchTest
    static final ArchRule nothingInsideReachesBackToTheRoot = noClasses()
            .that()
            .resideInAPackage(NETWORK + ".*..")
            .and()
            .resideOutsideOfPackage(NETWORK + ".migration..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(NETWORK, NETWORK + ".migration..")
            .because("the root package puts the parts together; a part that knew the whole could not be used alone");

    @ArchTest
    static final ArchRule migrationStandsAboveTheRoot = noClasses()
            .that()
            .resideInAPackage(NETWORK)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(NETWORK + ".migration..")
            .because("a model that runs does not know what it may become");

    @ArchTest
    static final ArchRule learningSeesPlans = mayUse(
                    "learning", "plan", "layer", "loss", "progress", "arena", "kernel", "spec")
            .because("a rule shapes the signals of a loss on a plan; what becomes of a gradient is the optimizer's");

    @ArchTest
    static final ArchRule plansSeeLayers =
            mayUse("plan", "layer", "arena", "kernel", "spec").because("a plan wires stages, whoever trains them");

    @ArchTest
    static final ArchRule layersSeeKernels = mayUse("layer", "arena", "kernel", "spec")
            .because("a layer is arithmetic on slots and does not know its place in a network");

    @ArchTest
    static final ArchRule optimizersSeeGradientsOnly = mayUse("optimizer", "arena", "kernel", "spec")
            .because("an optimizer turns a gradient into a step, wherever the gradient comes from");

    @ArchTest
    static final ArchRule lossesSeeKernelsOnly =
            mayUse("loss", "kernel", "spec").because("a loss compares outputs with the truth and is a leaf");

    @ArchTest
    static final ArchRule progressIsPlainArithmetic = mayUse("progress", "arena", "spec")
            .because("milestones, baselines and drifts are arithmetic on hits and losses of any learner");

    @ArchTest
    static final ArchRule equilibriaSeeKernelsAndLosses = mayUse("equilibrium", "loss", "arena", "kernel", "spec")
            .because(
                    "a model that settles is no plan of stages; what steps its gradient and whose key it is, it is not told");

    @ArchTest
    static final ArchRule healthOnlyReads = mayUse("health", "plan", "layer", "spec")
            .because("layers are measured from what an update has at hand, whoever teaches them");

    @ArchTest
    static final ArchRule arenaStandsAlone =
            mayUse("arena").because("slots, shapes and layouts are what all the others agree on");

    @ArchTest
    static final ArchRule specStandsAlone =
            mayUse("spec").because("it binds any record to its text and must not know which records there are");

    @ArchTest
    static final ArchRule kernelsStandAlone = classes()
            .that()
            .resideInAPackage(NETWORK + ".kernel..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "jdk.incubator.vector..", NETWORK + ".kernel..")
            .because("kernels are loops over arrays that they do not own");

    @ArchTest
    static final ArchRule onlyTheVectorKernelsSeeTheIncubatorModule = noClasses()
            .that()
            .resideOutsideOfPackage(NETWORK + ".kernel.vector..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jdk.incubator..", NETWORK + ".kernel.vector..")
            .because("without the module everything else must load and run; the vector kernel is reached by name");

    // ---- nothing grows unseen

    @ArchTest
    static final ArchRule arraysGrowInFewPlaces = noClasses()
            .that()
            .resideInAnyPackage(NETWORK + "..", STEPNET + "stream..")
            .and()
            .resideOutsideOfPackage(NETWORK + ".migration..")
            .and(describe("are not known to", type -> !COPIES_ARRAYS.contains(type.getSimpleName())))
            .should()
            .callMethod(Arrays.class, "copyOf", float[].class, int.class)
            .orShould()
            .callMethod(Arrays.class, "copyOf", int[].class, int.class)
            .orShould()
            .callMethod(Arrays.class, "copyOf", long[].class, int.class)
            .orShould()
            .callMethod(Arrays.class, "copyOf", double[].class, int.class)
            .orShould()
            .callMethod(Arrays.class, "copyOf", Object[].class, int.class)
            .because("what a key or a subtask keeps is bounded, and QueuesAndBuffersTest floods each such place");

    // ---- the same bits every time

    @ArchTest
    static final ArchRule theEngineHasNoThreads = noClasses()
            .that()
            .resideInAPackage(NETWORK + "..")
            .should()
            .dependOnClassesThat(belongToAnyOf(Thread.class, ThreadLocal.class, Timer.class)
                    .or(resideInAPackage("java.util.concurrent..")))
            .because("a network belongs to the subtask that ticks it; two orders of execution are two results");

    @ArchTest
    static final ArchRule theEngineHasNoClock = noClasses()
            .that()
            .resideInAPackage(NETWORK + "..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat(belongToAnyOf(Clock.class))
            .orShould()
            .accessTargetWhere(describe(
                    "they read the wall clock",
                    access -> access.getTargetOwner().getPackageName().equals("java.time")
                            && access.getName().equals("now")))
            .because("time comes with the events: a replay has to give the same bits");

    @ArchTest
    static final ArchRule theEngineHasNoGlobalRandomness = noClasses()
            .that()
            .resideInAPackage(NETWORK + "..")
            .should()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat(assignableTo(RandomGenerator.class).or(belongToAnyOf(UUID.class)))
            .because("random numbers come from the generator whose state is checkpointed with the weights");

    @ArchTest
    static final ArchRule theEngineHasNoFunctionsThatChangeTheirBits = noClasses()
            .that()
            .resideInAPackage(NETWORK + "..")
            .should()
            .accessTargetWhere(
                    describe("they are transcendental functions of Math or of vectors", ArchitectureTest::isUnstable))
            .because(
                    "interpreter and compiler may round them differently: kernels have polynomials, others StrictMath");

    private static boolean isUnstable(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getFullName();
        return (owner.equals("java.lang.Math") || owner.equals("jdk.incubator.vector.VectorOperators"))
                && NOT_THE_SAME_EVERYWHERE.contains(access.getName().toLowerCase(Locale.ROOT));
    }

    /** Classes of one part of the engine know the JDK, their own part and the parts named. */
    private static ArchRule mayUse(String part, String... parts) {
        String[] allowed = Stream.concat(
                        Stream.of("java..", NETWORK + "." + part + ".."),
                        Arrays.stream(parts).map(other -> NETWORK + "." + other + ".."))
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(NETWORK + "." + part + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed);
    }
}
