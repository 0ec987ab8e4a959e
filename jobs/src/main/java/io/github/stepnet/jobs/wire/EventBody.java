package io.github.stepnet.jobs.wire;

/** Reads the values of records of one format into the slots of an event. Not for use by several threads at once. */
interface EventBody {

    /**
     * Reads one value, all of it.
     *
     * @throws Refused if it is not of the format, or a field is of a kind that its slot does not take
     */
    void read(byte[] value) throws Refused;
}
