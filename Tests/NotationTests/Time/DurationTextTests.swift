import Notation
import Testing

@Suite("Durations for people")
struct DurationTextTests {
    @Test(
        "the largest unit that is not zero comes first and every smaller one follows",
        arguments: [
            (0, "0s"), (1, "1s"), (42, "42s"), (59, "59s"), (60, "1m 0s"), (725, "12m 5s"), (3599, "59m 59s"), (3600, "1h 0m 0s"),
            (3603, "1h 0m 3s"),
            (86_399, "23h 59m 59s"), (86_400, "1d 0h 0m 0s"), (183_601, "2d 3h 0m 1s"), (8_640_000, "100d 0h 0m 0s"), (-725, "-12m 5s"),
            (-1, "-1s"),
            (Int.max, "106751991167300d 15h 30m 7s"), (Int.min, "-106751991167300d 15h 30m 8s"),
        ]
    )
    func text(seconds: Int, text: String) {
        #expect(DurationText.format(seconds: seconds) == text)
    }
}
