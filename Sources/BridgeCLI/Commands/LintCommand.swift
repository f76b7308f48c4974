import ArgumentParser
import Bridge
import CXone
import Notation
import Reconciliation

/// `lint`: looks through a published schedule.
struct LintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Looks through a schedule (the body of agent_schedule_published) before it is sent.",
        discussion: """
            Finds overlaps, gaps, unknown statuses, pause reasons and codes, times that do not exist or occur twice, activities longer
            than a code's time-out, and segments shorter than their grace. Exits 1 if intake or CXone would refuse a part of it.
            """
    )

    @Argument(help: "The file with the schedule; - for standard input.") var schedule: String
    @Option(help: "The CXone tenant whose pause reasons count, and that --cxone asks; the only one, or default, if left out.")
    var tenant: String?
    @Flag(help: "Ask CXone which codes the agent's team has, and after how long they time out (dialect acd).") var cxone = false
    @Option(help: "Minutes after which CXone logs an agent out of an unavailable code, where it was not asked.") var codeTimeout: Int = 120
    @Flag(help: "Print the remarks as JSON.") var json = false
    @OptionGroup var options: ConfigurationOptions

    func validate() throws {
        guard codeTimeout > 0, codeTimeout <= 100_000 else { throw ValidationError("--code-timeout is minutes, from 1 on") }
    }

    func run() async throws {
        let body = try Input.bytes(of: schedule)
        let configuration = try options.load()
        let name = try configuration.tenant(named: tenant)
        var options = ScheduleLint.Options(pauseReasons: configuration.tenants[name]?.pauseReasons ?? Policy.standardPauseReasons)
        options.codeTimeout = .minutes(Int64(codeTimeout))
        let now = Instant(microseconds: WallClock.system.now())
        var lint = ScheduleLint(body, options: options, now: now)
        if cxone, let userID = lint.userID {
            options.offer = try await offer(to: userID, name, configuration)
            lint = ScheduleLint(body, options: options, now: now)
        }
        show(lint)
        if lint.isWrong { throw ExitCode(1) }
    }

    private func offer(to userID: String, _ name: TenantName, _ configuration: BridgeConfiguration) async throws -> StatusOffer? {
        do {
            let offer = try await DirectCXone.with(configuration, tenant: name) { client in try await client.user(userID).offer }
            if offer == nil, configuration.tenants[name]?.dialect == .acd {
                Terminal.warn("the codes of \(userID)'s team cannot be read; wfm-bridge check --user \(userID) says why")
            } else if offer == nil {
                Terminal.warn("the dialect platform has no codes that could be asked for")
            }
            return offer
        } catch let fault as CXoneFault {
            throw CommandFault("CXone does not say which codes \(userID) has: \(fault)")
        }
    }

    private func show(_ lint: ScheduleLint) {
        if json {
            let answer: JSONValue = [
                "userId": lint.userID.map { .string($0) } ?? .null,
                "from": lint.from.map { .string(RFC3339.format($0.microseconds)) } ?? .null,
                "to": lint.to.map { .string(RFC3339.format($0.microseconds)) } ?? .null,
                "segments": .int(lint.segmentCount),
                "remarks": .array(lint.remarks.map(\.json)),
            ]
            Terminal.say(answer.encodedText(pretty: Terminal.outputIsTerminal))
            return
        }
        for remark in lint.remarks {
            let place = remark.fault.pointer.description
            Terminal.say(
                "\(remark.mark == .wrong ? "FAIL" : "note")  \(place.isEmpty ? "/" : place)  \(remark.fault.code): \(remark.fault.detail)"
            )
        }
        guard let userID = lint.userID else { return }
        let count = lint.segmentCount == 1 ? "1 segment" : "\(lint.segmentCount) segments"
        let wrong = lint.remarks.count { $0.mark == .wrong }
        let words = lint.remarks.isEmpty ? "nothing to say against it" : "\(wrong) wrong, \(lint.remarks.count - wrong) to think about"
        Terminal.say("\(lint.isWrong ? "FAIL" : "ok  ")  \(userID), \(count): \(words)")
    }
}
