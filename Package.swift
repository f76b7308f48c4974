// swift-tools-version: 6.2
import PackageDescription

// Direct dependencies are pinned exactly; there is no committed lock file.
let package = Package(
    name: "wfm-bridge",
    products: [
        .executable(name: "wfm-bridge", targets: ["BridgeCLI"]),
        .library(name: "WebhookSignature", targets: ["WebhookSignature"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-async-algorithms", exact: "1.1.4"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0", traits: ["JSON", "YAML"]),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        room("Notation"),
        room("LibCrypto", imports: ["CLibCrypto"]),
        room("WebhookSignature", imports: ["LibCrypto"]),
        room("Reconciliation"),
        room("Telemetry", imports: [.log, .metrics]),
        room(
            "CXone",
            imports: [
                "Reconciliation", "Notation", "Telemetry", .http, .httpTypes, .log, .metrics, .nioCore, .nioPosix, .nioHTTP1,
            ]
        ),
        room("Store", imports: ["Reconciliation", "Telemetry", .grdb, .log, .metrics]),
        room("Journal", imports: ["LibCrypto", "Notation", "Telemetry", .log, .metrics]),
        room(
            "Bridge",
            imports: [
                "Notation", "LibCrypto", "WebhookSignature", "Reconciliation", "CXone", "Store", "Journal", "Telemetry",
                .hummingbird, .http, .httpTypes, .lifecycle, .configuration, .collections, .asyncAlgorithms, .yams,
                .log, .metrics, .nioCore, .nioPosix, .nioHTTP1, .nioHTTPTypes, .hummingbirdCore,
            ]
        ),
        room(
            "Rehearsal",
            imports: [
                "WebhookSignature", "Notation", "Telemetry", .hummingbird, .http, .httpTypes, .lifecycle, .collections,
                .histogram, .log, .metrics, .nioCore, .nioPosix, .nioHTTP1, .hummingbirdCore,
            ]
        ),
        .executableTarget(
            name: "BridgeCLI",
            dependencies: [
                "Bridge", "Rehearsal", "Notation", "LibCrypto", "WebhookSignature", "Reconciliation", "CXone", "Store",
                "Journal", "Telemetry", .arguments, .lifecycle, .signals, .log, .metrics, .http, .nioCore, .nioHTTP1,
            ],
            swiftSettings: houseRules
        ),
        .executableTarget(
            name: "Benchmark",
            dependencies: [
                "Bridge", "CXone", "Reconciliation", "Telemetry", "WebhookSignature", "Notation", .hummingbird, .http, .arguments,
                .histogram, .lifecycle, .log, .nioCore, .nioPosix,
            ],
            path: "Tests/Benchmark",
            swiftSettings: houseRules
        ),
        .target(
            name: "SimulatedTime",
            dependencies: [
                "Bridge", "CXone", "Notation", "Reconciliation", "Store", "TestSupport", .collections, .log, .metrics, .nioHTTP1,
            ],
            path: "Tests/SimulatedTime/World",
            swiftSettings: houseRules
        ),
        .executableTarget(
            name: "simulated-time",
            dependencies: ["SimulatedTime", "Reconciliation", .arguments],
            path: "Tests/SimulatedTime/Command",
            swiftSettings: houseRules
        ),
        .target(
            name: "TestSupport",
            dependencies: ["Notation", "Reconciliation", "Telemetry", .log, .metrics],
            path: "Tests/TestSupport",
            swiftSettings: houseRules
        ),
        .testTarget(name: "SimulatedTimeTests", dependencies: ["Reconciliation", "SimulatedTime"], swiftSettings: houseRules),
        tests("Notation"),
        tests("LibCrypto"),
        tests("WebhookSignature", and: ["LibCrypto"]),
        tests("Reconciliation"),
        tests("Telemetry", and: [.log, .metrics]),
        tests(
            "CXone",
            and: [
                "Reconciliation", "Notation", "Telemetry", "Rehearsal", .collections, .http, .log, .metrics, .nioCore, .nioPosix, .nioHTTP1,
            ]
        ),
        tests("Store", and: ["Reconciliation", "Telemetry", .grdb, .log, .metrics]),
        tests("Journal", and: ["LibCrypto", "Notation", "Telemetry", .log, .metrics]),
        tests(
            "Bridge",
            and: [
                "Reconciliation", "CXone", "Store", "Journal", "Notation", "Rehearsal", "WebhookSignature", "LibCrypto",
                "Telemetry", .hummingbird, .http, .lifecycle, .log, .metrics, .nioCore, .nioPosix, .nioHTTP1,
            ]
        ),
        tests(
            "Rehearsal",
            and: [
                "WebhookSignature", "Notation", "Telemetry", .hummingbird, .http, .httpTypes, .lifecycle, .log, .metrics, .nioCore,
                .nioHTTP1, .nioPosix,
            ]
        ),
        tests(
            "BridgeCLI",
            and: ["Notation", "WebhookSignature", "Reconciliation", "Rehearsal", "Journal", .http, .log, .nioCore, .nioPosix, .nioHTTP1],
            beside: ["Python"]
        ),
    ]
)

/// Swift 6 mode, the upcoming features the house uses, and no warning left standing.
nonisolated var houseRules: [SwiftSetting] {
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .treatAllWarnings(as: .error),
    ]
}

/// A room of the house: one target, with the rooms and packages it may import.
func room(_ name: String, imports: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: imports, swiftSettings: houseRules)
}

/// The tests of one room; folders beside them hold what is no Swift.
func tests(_ room: String, and others: [Target.Dependency] = [], beside folders: [String] = []) -> Target {
    .testTarget(
        name: "\(room)Tests",
        dependencies: [.init(stringLiteral: room), "TestSupport"] + others,
        exclude: folders,
        swiftSettings: houseRules
    )
}

extension Target.Dependency {
    static let arguments = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let asyncAlgorithms = product(name: "AsyncAlgorithms", package: "swift-async-algorithms")
    static let collections = product(name: "Collections", package: "swift-collections")
    static let configuration = product(name: "Configuration", package: "swift-configuration")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let histogram = product(name: "Histogram", package: "hdrhistogram-swift")
    static let http = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let lifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let log = product(name: "Logging", package: "swift-log")
    static let metrics = product(name: "Metrics", package: "swift-metrics")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioHTTPTypes = product(name: "NIOHTTPTypes", package: "swift-nio-extras")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let signals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let yams = product(name: "Yams", package: "Yams")
}
