/**
 * What makes a chaos test prove something: a ledger of what was sent, acknowledged and done, and a judge that holds it
 * against what the database says afterwards.
 *
 * <p>A kill loop has these parts:
 *
 * <ol>
 *   <li>A rule {@code chaos.note} whose trigger is a webhook and whose action is {@code core.local}. It gets the event as
 *       {@code {{ trigger.body.event }}} and leaves one line in the ledger. A single {@code printf} to a file opened for
 *       appending is one write, so that lines of several processes do not mix:
 *       <pre>{@code
 * cmd: printf 'effect\t%s\t%s\t%s\t;\n' "$ST2_ACTION_EXECUTION_ID" 1 '{{ trigger.body.event }}' >> /tmp/run/ledger
 * }</pre>
 *   <li>A {@link io.drover.testkit.judge.WebhookLoad} that posts events and writes what was acknowledged, while the
 *       daemon is killed and started again some number of times.
 *   <li>Facts, by {@link io.drover.testkit.judge.RestFacts} or from the database's reporting views as plain rows.
 *   <li>The verdict, which must become empty within the time that is promised for work to resume:
 *       <pre>{@code
 * try (Ledger ledger = Ledger.open(file);
 *         WebhookLoad load = WebhookLoad.start(daemon::hook, daemon::headers, ledger, "e-", 4)) {
 *     for (int kill = 0; kill < kills; kill++) {
 *         daemon.killAndStart();
 *     }
 * }
 * Expectations expected = Expectations.everyRuleMatches(Map.of("chaos.note", Effects.ONCE), kills, workers);
 * RestFacts rest = new RestFacts(daemon.url(), daemon.token());
 * List<String> broken = Judge.verdict(
 *         Ledger.read(file),
 *         rest.read(payload -> Optional.ofNullable(payload.path("body").path("event").textValue())),
 *         expected);
 * }</pre>
 * </ol>
 *
 * <p>{@code workers} is the number of executions that the daemon runs at once: no kill can leave more of them abandoned.
 * A rule whose executions are retried is {@link io.drover.testkit.judge.Expectations.Effects#REPEATABLE}; its action has
 * to write the number of its attempt. A run is only worth something if events were acknowledged and kills hit work under
 * way, so assert that too: {@link io.drover.testkit.judge.WebhookLoad#acknowledged} and the count of abandoned ones tell.
 */
@NullMarked
package io.drover.testkit.judge;

import org.jspecify.annotations.NullMarked;
