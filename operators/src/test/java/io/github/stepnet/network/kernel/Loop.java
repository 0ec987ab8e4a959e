package io.github.stepnet.network.kernel;

import java.util.function.BiConsumer;

/** Every loop of a kernel, as a call that the suites can repeat on any {@link Scene}. */
enum Loop {
    AFFINE(
            Kind.AFFINE,
            (k, s) -> k.affine(
                    s.inputs,
                    s.outputs,
                    s.weights.array,
                    s.weights.at,
                    s.bias.array,
                    s.bias.at,
                    s.x.array,
                    s.x.at,
                    s.y.array,
                    s.y.at)),
    AFFINE_TRANSPOSED(
            Kind.AFFINE,
            (k, s) -> k.affineTransposed(
                    s.inputs, s.outputs, s.weights.array, s.weights.at, s.d.array, s.d.at, s.dx.array, s.dx.at)),
    ADD_OUTER_PRODUCT(
            Kind.AFFINE,
            (k, s) -> k.addOuterProduct(
                    s.inputs,
                    s.outputs,
                    0.3f,
                    s.x.array,
                    s.x.at,
                    s.d.array,
                    s.d.at,
                    s.weights.array,
                    s.weights.at,
                    s.bias.array,
                    s.bias.at)),
    OUTER_PRODUCT(
            Kind.AFFINE,
            (k, s) -> k.outerProduct(
                    s.inputs,
                    s.outputs,
                    0.3f,
                    s.x.array,
                    s.x.at,
                    s.d.array,
                    s.d.at,
                    s.weights.array,
                    s.weights.at,
                    s.bias.array,
                    s.bias.at)),
    ROW_TIMES_MATRIX(
            Kind.AFFINE,
            (k, s) -> k.addProduct(
                    1, s.outputs, s.inputs, s.d.array, s.d.at, s.weights.array, s.weights.at, s.dx.array, s.dx.at)),
    MATRIX_TIMES_COLUMN(
            Kind.AFFINE,
            (k, s) -> k.addProduct(
                    s.outputs, s.inputs, 1, s.weights.array, s.weights.at, s.x.array, s.x.at, s.y.array, s.y.at)),
    COLUMN_TIMES_ROW(
            Kind.AFFINE,
            (k, s) -> k.addProduct(
                    s.outputs, 1, s.inputs, s.d.array, s.d.at, s.x.array, s.x.at, s.weights.array, s.weights.at)),
    ROW_TIMES_TRANSPOSED_MATRIX(
            Kind.AFFINE,
            (k, s) -> k.addProductTransposed(
                    1, s.inputs, s.outputs, s.x.array, s.x.at, s.weights.array, s.weights.at, s.y.array, s.y.at)),
    MATRIX_TIMES_TRANSPOSED_ROW(
            Kind.AFFINE,
            (k, s) -> k.addProductTransposed(
                    s.outputs, s.inputs, 1, s.weights.array, s.weights.at, s.x.array, s.x.at, s.y.array, s.y.at)),
    TRANSPOSED_ROW_TIMES_ROW(
            Kind.AFFINE,
            (k, s) -> k.addTransposedProduct(
                    s.outputs, 1, s.inputs, s.d.array, s.d.at, s.x.array, s.x.at, s.weights.array, s.weights.at)),
    TRANSPOSED_COLUMN_TIMES_MATRIX(
            Kind.AFFINE,
            (k, s) -> k.addTransposedProduct(
                    1, s.outputs, s.inputs, s.d.array, s.d.at, s.weights.array, s.weights.at, s.dx.array, s.dx.at)),
    AFFINE_TRANSPOSED_AND_STEP(
            Kind.AFFINE,
            (k, s) -> k.affineTransposedAndStep(
                    s.inputs,
                    s.outputs,
                    0.3f,
                    s.x.array,
                    s.x.at,
                    s.d.array,
                    s.d.at,
                    s.weights.array,
                    s.weights.at,
                    s.bias.array,
                    s.bias.at,
                    s.dx.array,
                    s.dx.at)),
    AFFINE_TRANSPOSED_AND_STEP_IN_PLACE(
            Kind.AFFINE,
            (k, s) -> k.affineTransposedAndStep(
                    s.inputs,
                    s.outputs,
                    0.3f,
                    s.x.array,
                    s.x.at,
                    s.d.array,
                    s.d.at,
                    s.weights.array,
                    s.weights.at,
                    s.bias.array,
                    s.bias.at,
                    s.x.array,
                    s.x.at)),
    AFFINE_STEP(
            Kind.AFFINE,
            (k, s) -> k.affineStep(
                    s.inputs,
                    s.outputs,
                    0.3f,
                    s.x.array,
                    s.x.at,
                    s.d.array,
                    s.d.at,
                    s.weights.array,
                    s.weights.at,
                    s.bias.array,
                    s.bias.at)),
    LEAKY_RELU(Kind.ELEMENT, (k, s) -> k.piecewiseLinear(s.inputs, 1.1f, 0.2f, s.v.array, s.v.at, s.dx.array, s.dx.at)),
    RELU_IN_PLACE(Kind.ELEMENT, (k, s) -> k.piecewiseLinear(s.inputs, 1f, 0f, s.v.array, s.v.at, s.v.array, s.v.at)),
    LEAKY_RELU_SLOPE(
            Kind.ELEMENT,
            (k, s) -> k.piecewiseLinearSlope(
                    s.inputs,
                    1.1f,
                    0.2f,
                    0.7f,
                    s.v.array,
                    s.v.at,
                    s.gradient.array,
                    s.gradient.at,
                    s.dx.array,
                    s.dx.at)),
    LEAKY_RELU_SLOPE_IN_PLACE(
            Kind.ELEMENT,
            (k, s) -> k.piecewiseLinearSlope(
                    s.inputs,
                    1.1f,
                    0.2f,
                    0.7f,
                    s.v.array,
                    s.v.at,
                    s.gradient.array,
                    s.gradient.at,
                    s.gradient.array,
                    s.gradient.at)),
    EXP(Kind.ELEMENT, (k, s) -> k.exp(s.inputs, s.v.array, s.v.at, s.dx.array, s.dx.at)),
    EXP_IN_PLACE(Kind.ELEMENT, (k, s) -> k.exp(s.inputs, s.v.array, s.v.at, s.v.array, s.v.at)),
    TANH(Kind.ELEMENT, (k, s) -> k.tanh(s.inputs, s.v.array, s.v.at, s.dx.array, s.dx.at)),
    TANH_IN_PLACE(Kind.ELEMENT, (k, s) -> k.tanh(s.inputs, s.v.array, s.v.at, s.v.array, s.v.at)),
    SIGMOID(Kind.ELEMENT, (k, s) -> k.sigmoid(s.inputs, s.v.array, s.v.at, s.dx.array, s.dx.at)),
    SIGMOID_IN_PLACE(Kind.ELEMENT, (k, s) -> k.sigmoid(s.inputs, s.v.array, s.v.at, s.v.array, s.v.at)),
    SOFTPLUS(Kind.ELEMENT, (k, s) -> k.softplus(s.inputs, s.v.array, s.v.at, s.dx.array, s.dx.at)),
    SOFTPLUS_IN_PLACE(Kind.ELEMENT, (k, s) -> k.softplus(s.inputs, s.v.array, s.v.at, s.v.array, s.v.at)),
    SILU(Kind.ELEMENT, (k, s) -> k.silu(s.inputs, s.v.array, s.v.at, s.dx.array, s.dx.at)),
    SILU_IN_PLACE(Kind.ELEMENT, (k, s) -> k.silu(s.inputs, s.v.array, s.v.at, s.v.array, s.v.at)),
    GELU(Kind.ELEMENT, (k, s) -> k.gelu(s.inputs, s.v.array, s.v.at, s.dx.array, s.dx.at)),
    GELU_IN_PLACE(Kind.ELEMENT, (k, s) -> k.gelu(s.inputs, s.v.array, s.v.at, s.v.array, s.v.at)),
    SIGMOID_SLOPE(
            Kind.ELEMENT,
            (k, s) -> k.sigmoidSlope(
                    s.inputs,
                    0.01f,
                    s.probability.array,
                    s.probability.at,
                    s.gradient.array,
                    s.gradient.at,
                    s.dx.array,
                    s.dx.at)),
    TANH_SLOPE(
            Kind.ELEMENT,
            (k, s) -> k.tanhSlope(
                    s.inputs, 0.01f, s.first.array, s.first.at, s.gradient.array, s.gradient.at, s.dx.array, s.dx.at)),
    SOFTPLUS_SLOPE(
            Kind.ELEMENT,
            (k, s) -> k.softplusSlope(
                    s.inputs, 0.01f, s.v.array, s.v.at, s.gradient.array, s.gradient.at, s.dx.array, s.dx.at)),
    SILU_SLOPE(
            Kind.ELEMENT,
            (k, s) -> k.siluSlope(s.inputs, s.v.array, s.v.at, s.gradient.array, s.gradient.at, s.dx.array, s.dx.at)),
    GELU_SLOPE(
            Kind.ELEMENT,
            (k, s) -> k.geluSlope(s.inputs, s.v.array, s.v.at, s.gradient.array, s.gradient.at, s.dx.array, s.dx.at)),
    GELU_SLOPE_IN_PLACE(
            Kind.ELEMENT,
            (k, s) -> k.geluSlope(
                    s.inputs, s.v.array, s.v.at, s.gradient.array, s.gradient.at, s.gradient.array, s.gradient.at)),
    ADD(Kind.ELEMENT, (k, s) -> k.add(s.inputs, s.gradient.array, s.gradient.at, s.parameters.array, s.parameters.at)),
    SCALE(Kind.ELEMENT, (k, s) -> k.scale(s.inputs, 0.3f, s.parameters.array, s.parameters.at)),
    CLAMP(Kind.ELEMENT, (k, s) -> k.clamp(s.inputs, 0.4f, s.parameters.array, s.parameters.at)),
    DESCEND(
            Kind.ELEMENT,
            (k, s) -> k.descend(s.inputs, 0.3f, s.gradient.array, s.gradient.at, s.parameters.array, s.parameters.at)),
    MOMENTUM(
            Kind.ELEMENT,
            (k, s) -> k.descendWithMomentum(
                    s.inputs,
                    0.3f,
                    0.9f,
                    false,
                    s.gradient.array,
                    s.gradient.at,
                    s.first.array,
                    s.first.at,
                    s.parameters.array,
                    s.parameters.at)),
    NESTEROV(
            Kind.ELEMENT,
            (k, s) -> k.descendWithMomentum(
                    s.inputs,
                    0.3f,
                    0.9f,
                    true,
                    s.gradient.array,
                    s.gradient.at,
                    s.first.array,
                    s.first.at,
                    s.parameters.array,
                    s.parameters.at)),
    AVERAGED_DELTA(
            Kind.ELEMENT,
            (k, s) -> k.descendWithAveragedDelta(
                    s.inputs,
                    0.3f,
                    0.9f,
                    0.2f,
                    s.gradient.array,
                    s.gradient.at,
                    s.first.array,
                    s.first.at,
                    s.parameters.array,
                    s.parameters.at)),
    BOUNDED_DELTA(
            Kind.ELEMENT,
            (k, s) -> k.descendWithBoundedDelta(
                    s.inputs, 0.3f, 0.2f, s.gradient.array, s.gradient.at, s.parameters.array, s.parameters.at)),
    RMS(
            Kind.ELEMENT,
            (k, s) -> k.descendByRms(
                    s.inputs,
                    0.3f,
                    0.9f,
                    0.001f,
                    s.gradient.array,
                    s.gradient.at,
                    s.second.array,
                    s.second.at,
                    s.parameters.array,
                    s.parameters.at)),
    ADAM(
            Kind.ELEMENT,
            (k, s) -> k.descendByAdam(
                    s.inputs,
                    0.3f,
                    0.9f,
                    0.99f,
                    0.001f,
                    0.1f,
                    0.271f,
                    0.0297f,
                    s.gradient.array,
                    s.gradient.at,
                    s.first.array,
                    s.first.at,
                    s.second.array,
                    s.second.at,
                    s.parameters.array,
                    s.parameters.at)),
    SOFTMAX(Kind.SUM, (k, s) -> k.softmax(s.inputs, s.v.array, s.v.at, s.dx.array, s.dx.at)),
    SOFTMAX_IN_PLACE(Kind.SUM, (k, s) -> k.softmax(s.inputs, s.v.array, s.v.at, s.v.array, s.v.at)),
    ADD_SCALED(
            Kind.ELEMENT, (k, s) -> k.addScaled(s.inputs, 0.3f, s.gradient.array, s.gradient.at, s.dx.array, s.dx.at)),
    MULTIPLY(
            Kind.ELEMENT,
            (k, s) -> k.multiply(s.inputs, s.gradient.array, s.gradient.at, s.v.array, s.v.at, s.dx.array, s.dx.at)),
    ADD_MULTIPLIED(
            Kind.ELEMENT,
            (k, s) ->
                    k.addMultiplied(s.inputs, s.gradient.array, s.gradient.at, s.v.array, s.v.at, s.dx.array, s.dx.at)),
    TOTAL(Kind.SUM, (k, s) -> s.result = k.sum(s.inputs, s.gradient.array, s.gradient.at)),
    DOT(
            Kind.SUM,
            (k, s) -> s.result = k.dot(s.inputs, s.gradient.array, s.gradient.at, s.parameters.array, s.parameters.at)),
    SUM_OF_SQUARES(Kind.SUM, (k, s) -> s.result = k.sumOfSquares(s.inputs, s.gradient.array, s.gradient.at)),
    MAX_MAGNITUDE(Kind.SUM, (k, s) -> s.result = k.maxMagnitude(s.inputs, s.gradient.array, s.gradient.at)),
    IS_FINITE(Kind.SUM, (k, s) -> s.result = k.isFinite(s.inputs, s.gradient.array, s.gradient.at) ? 1f : 0f);

    /** What decides the bits of one float of a result. */
    enum Kind {
        /** A sum along a row or a column of a matrix. */
        AFFINE,
        /** The floats at the same position only. */
        ELEMENT,
        /** A sum or a maximum over all floats. */
        SUM
    }

    final Kind kind;

    @SuppressWarnings("ImmutableEnumChecker") // the calls capture nothing
    private final BiConsumer<Kernel, Scene> call;

    Loop(Kind kind, BiConsumer<Kernel, Scene> call) {
        this.kind = kind;
        this.call = call;
    }

    void run(Kernel kernel, Scene scene) {
        call.accept(kernel, scene);
    }
}
