import Reconciliation
import TestSupport
import Testing

/// What holds for every list of open changes.
struct ChoicePropertyTests {
    private struct Desk {
        var open: [Change]
        var watermark: ChangeKey?
        var applying: ChangeID?
    }

    private func desk(_ random: inout SeededRandom) -> Desk {
        var open: [Change] = []
        for index in 0..<random.pick([0, 1, 2, 3, 5, 9]) {
            var change = Change.asking(
                for: random.wanted(),
                id: "chg_\(index)",
                source: SourceName(random.pick(["a", "a", "b", "c"])),
                version: random.pick([nil, 1, 2, 3]),
                effectiveAt: random.pick([now - .hours(1), now - .minutes(1), now, now + tick, now + .hours(1)]),
                acceptance: Int64(index + 1)
            )
            if random.once(in: 6) { change.replacedBy = ChangeID("chg_new") }
            if random.once(in: 6) { change.cancelRequestedAt = now }
            open.append(change)
        }
        open.shuffle(using: &random)
        let applying = random.once(in: 4) ? open.first?.id : nil
        let keys = open.filter { $0.effectiveAt <= now }.map(\.key)
        return Desk(open: open, watermark: keys.isEmpty || random.once(in: 2) ? nil : random.pick(keys), applying: applying)
    }

    /// What is wrong with a choice, if anything.
    private func complaint(_ choice: Choice, _ desk: Desk) -> String? {
        let fates =
            choice.superseded.map(\.id) + choice.cancelled.map(\.id) + choice.expired.map(\.id) + (choice.desired.map { [$0.id] } ?? [])
        if Set(fates).count != fates.count { return "a change has two fates" }
        if let applying = desk.applying { return choice.desired?.id == applying ? nil : "the write in the air is not first" }
        // Without a write in the air every change is settled, desired, or has its time to come.
        let rest = desk.open.filter { !fates.contains($0.id) }
        if rest.contains(where: { $0.effectiveAt <= now }) { return "a due change is left over" }
        if choice.nextDue != rest.map(\.effectiveAt).min() { return "the next due time is wrong" }
        guard let desired = choice.desired else { return nil }
        if desired.effectiveAt > now { return "desired before its time" }
        if desired.replacedBy != nil || desired.cancelRequestedAt != nil { return "desired though replaced or withdrawn" }
        if let watermark = desk.watermark, desired.key.isBelow(watermark) { return "desired below the watermark" }
        let rivals = desk.open.filter {
            $0.source == desired.source && $0.effectiveAt <= now && $0.replacedBy == nil && $0.cancelRequestedAt == nil
        }
        return rivals.contains { desired.key.isBelow($0.key) } ? "a change of the same source is above the desired one" : nil
    }

    @Test(
        "desired is due and not below the watermark; each change has one fate; the order of the list is of no matter",
        arguments: [
            UInt64(1), 7, 49, .random(in: 1_000...UInt64.max),
        ]
    )
    func everyList(seed: UInt64) {
        print("choice property test: seed \(seed)")
        var random = SeededRandom(quietly: seed)
        var chosen = 0
        for index in 0..<4_000 {
            let desk = desk(&random)
            func choose(_ open: [Change]) -> Choice {
                Choice(among: open, watermark: desk.watermark, applying: desk.applying, now: now)
            }
            let choice = choose(desk.open)
            if choice.desired != nil { chosen += 1 }
            let wrong =
                complaint(choice, desk)
                ?? (choose(desk.open.shuffled(using: &random)) == choice ? nil : "another order, another choice")
            if let wrong {
                Issue.record("seed \(seed), list \(index): \(wrong)\n\(choice)\n\(desk)")
                return
            }
        }
        #expect(chosen > 1_000)
    }
}
