import CXone
import NIOHTTP1
import Reconciliation
import Rehearsal
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct ACDScheduleSimulatorTests {
    @Test("the shifts are those that the other dialect shows, and none where it shows none")
    func sameShifts() async throws {
        try await SimulatedACD.visit(configuring: { $0.schedules = .export }) { tenant in
            for index in 0..<10 where index != 7 {
                let user = try await tenant.client.user(tenant.number(index))
                let expected = tenant.simulator.roster[index]?.shift.map { shift in
                    ShiftSegment(start: tenant.now + .seconds(shift.lowerBound), end: tenant.now + .seconds(shift.upperBound))
                }
                #expect(user.shifts == (expected.map { [$0] } ?? []), "\(index)")
                #expect((user.shiftCheckMissing == nil) == (expected != nil))
            }
        }
    }

    @Test("a change of the schedule is seen when what was read before is forgotten")
    func changed() async throws {
        try await SimulatedACD.visit(configuring: { $0.schedules = .export }) { tenant in
            let number = tenant.number(0)
            #expect(try await tenant.client.user(number).shifts.count == 1)
            let (start, end) = (tenant.now.microseconds / 1_000_000 - 7_200, tenant.now.microseconds / 1_000_000 - 3_600)
            try await tenant.control(.PUT, "/simulator/agents/\(number)", "{\"shiftSchedule\": {\"start\": \(start), \"end\": \(end)}}")
            tenant.clock.advance(by: .minutes(6))
            #expect(try await tenant.client.user(number).shifts.first?.end == Instant(seconds: end))
        }
    }
}
