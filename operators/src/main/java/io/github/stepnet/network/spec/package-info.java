/**
 * Specification records to text and back. The notation is YAML's; {@link io.github.stepnet.network.spec.CanonicalText} writes it in one line,
 * {@link io.github.stepnet.network.spec.SpecReader} reads it from any tree of {@link io.github.stepnet.network.spec.SpecNode}: a job file's, or
 * that of {@link io.github.stepnet.network.spec.FlowText}, which parses the one line.
 *
 * <ul>
 *   <li>A record is a map. Its components are the keys, in kebab case; one with a {@link io.github.stepnet.network.spec.Default}, or of type
 *       {@code Optional}, may be left out. An unknown key is an error, and so is a key that occurs twice.
 *   <li>A record of a sealed family is a map of one key that names it, {@code dense: {outputs: 64}}, or its name alone if all its
 *       components have defaults: {@code loss: softmax-cross-entropy}. The names are those of the classes. Open doors for
 *       users' own classes (a permitted interface that is not sealed) have no name.
 *   <li>{@link io.github.stepnet.network.spec.Shorthand} and {@link io.github.stepnet.network.spec.Beside} are the only sugar, so that {@code
 *       {rate: 0.001, decay-over: 20000}} is a schedule. A record that is {@link io.github.stepnet.network.spec.Unnamed} is told by its keys.
 *   <li>Enums are in kebab case. Numbers are decimal, {@code .inf} is infinite; a {@link io.github.stepnet.network.spec.Percent} may end in
 *       {@code %}. Durations have a unit: {@code 5s}, {@code 250ms}, {@code 15min}. Times are ISO 8601 in UTC. Lists
 *       are lists, maps of strings are maps, where {@code {a: {b: x}}} is {@code {a.b: x}}.
 *   <li>The records' constructors check. Their message, {@code Dense.outputs is 0; it must be at least 1}, comes back with the place:
 *       {@code job.yaml:7: network.layers[0].dense.outputs is 0; it must be at least 1}.
 * </ul>
 *
 * <p>Canonical text is kept in savepoints, read by the records of the job that restores one, and compared with that job's. So renaming a
 * component or a class of a specification, narrowing what a component may be, or changing how a scalar is written, breaks the state of running
 * jobs. A new component needs a default, with which older texts mean what they meant.
 *
 * <p>To add one here: a new specification record needs nothing but {@code Default}s on what may be left out; a new type of scalar is two
 * branches in {@code Scalars}, one to read it and one to write it, and a line above.
 */
package io.github.stepnet.network.spec;
