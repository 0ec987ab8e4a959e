package io.github.stepnet.schemas;

import java.util.List;
import org.apache.avro.Schema;

/** The schemas of this version, and each as it was when it was first released. */
final class Words {
    private Words() {}

    static List<Schema> current() {
        return List.of(
                Event.getClassSchema(),
                Prediction.getClassSchema(),
                Milestone.getClassSchema(),
                LayerHealth.getClassSchema(),
                LearningEvent.getClassSchema(),
                DriftEvent.getClassSchema(),
                EquilibriumEvent.getClassSchema(),
                ExpiredExample.getClassSchema(),
                ExpiredModel.getClassSchema(),
                ModelSnapshot.getClassSchema(),
                WindowUpdate.getClassSchema(),
                DeadLetter.getClassSchema());
    }

    static Schema firstVersionOf(Schema current) {
        List<Schema> earlier = Versions.earlier(current);
        return earlier.get(earlier.size() - 1);
    }
}
