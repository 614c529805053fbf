// swift-tools-version: 6.2
import PackageDescription

// Warnings become errors in CI, not here: a newer compiler must not break a stranger's build.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .strictMemorySafety(),
]

/// A module of `Sources/`. Floors are listed from the ground up: a module names only modules above it in this file.
func module(_ name: String, uses dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func systemLibrary(_ name: String, pkgConfig: String?, debian package: String) -> Target {
    .systemLibrary(
        name: name,
        path: "Sources/SystemLibraries/\(name)",
        pkgConfig: pkgConfig,
        providers: [.apt([package])]
    )
}

func tests(_ name: String, of dependencies: [Target.Dependency], excluding files: [String] = []) -> Target {
    .testTarget(
        name: name,
        dependencies: dependencies + ["TestSupport"],
        path: "Tests/\(name)",
        exclude: files,
        swiftSettings: settings
    )
}

let package = Package(
    name: "crossfoot",
    products: [
        .executable(name: "crossfoot", targets: ["crossfoot"]),
        .library(name: "StreamOneIon", targets: ["StreamOneIon"]),
    ],
    targets: [
        // Floor 0: C libraries of the system, each imported by exactly one module.
        systemLibrary("CLinux", pkgConfig: nil, debian: "libc6-dev"),
        systemLibrary("CByteMasks", pkgConfig: nil, debian: "libc6-dev"),
        systemLibrary("CPrefetch", pkgConfig: nil, debian: "libc6-dev"),
        systemLibrary("CZlib", pkgConfig: "zlib", debian: "zlib1g-dev"),
        systemLibrary("CDeflate", pkgConfig: "libdeflate", debian: "libdeflate-dev"),
        systemLibrary("CCrypto", pkgConfig: "libcrypto", debian: "libssl-dev"),
        systemLibrary("CCurl", pkgConfig: "libcurl", debian: "libcurl4-openssl-dev"),
        systemLibrary("CYaml", pkgConfig: "yaml-0.1", debian: "libyaml-dev"),
        systemLibrary("CLibXML2", pkgConfig: "libxml-2.0", debian: "libxml2-dev"),
        systemLibrary("CSQLite", pkgConfig: "sqlite3", debian: "libsqlite3-dev"),
        systemLibrary("CMicroHTTPD", pkgConfig: "libmicrohttpd", debian: "libmicrohttpd-dev"),

        // Floor 1: values.
        module("Records"),
        // Floor 2: bytes and batches in motion.
        module("Streaming", uses: ["Records", "CLinux", "CZlib", "CDeflate", "CCrypto"]),
        // Floor 3: formats, and requests over HTTP.
        module("Formats", uses: ["Records", "CByteMasks", "CLibXML2"]),
        module("HTTPTransport", uses: ["Records", "Streaming", "CCurl"]),
        // Floor 4: the API, the engine, and what was run and ordered.
        module("StreamOneIon", uses: ["Records", "Streaming", "Formats", "HTTPTransport"]),
        module("Reconciliation", uses: ["Records", "Streaming", "CPrefetch"]),
        module("Ledger", uses: ["Records", "Streaming", "CSQLite"]),
        // Floor 5: what is asked for, and what is published.
        module("Pipelines", uses: ["Records", "Formats", "StreamOneIon", "Reconciliation", "CYaml"]),
        module("Publication", uses: ["Records", "Streaming", "Formats"]),
        module("Reports", uses: ["Records", "Formats", "Reconciliation"]),
        // Floor 6: the API on loopback.
        module("IonSandbox", uses: ["Records", "Streaming", "Formats", "CMicroHTTPD"]),
        // Floor 7: carries a plan out.
        module(
            "Runner",
            uses: [
                "Records", "Streaming", "Formats", "HTTPTransport", "StreamOneIon", "Reconciliation", "Ledger",
                "Pipelines",
                "Publication", "Reports",
            ]
        ),
        // Floor 8: the command line.
        .executableTarget(
            name: "crossfoot",
            dependencies: [
                "Records", "Streaming", "Formats", "HTTPTransport", "StreamOneIon", "Ledger", "Pipelines",
                "Publication",
                "Reports",
                "Runner", "IonSandbox",
            ],
            swiftSettings: settings
        ),

        // Beside the house: invents the months that tests and benchmarks run on.
        .executableTarget(
            name: "month-generator",
            dependencies: ["Records", "Streaming", "Formats"],
            path: "Tests/MonthGenerator",
            swiftSettings: settings
        ),
        // Invents the files that `make bench` reads.
        .executableTarget(
            name: "benchmark-data",
            dependencies: ["Streaming"],
            path: "Tests/Benchmarks/Data",
            swiftSettings: settings
        ),

        .testTarget(
            name: "IonSandboxTests",
            dependencies: ["IonSandbox", "Records", "Streaming", "Formats"],
            path: "Tests/IonSandboxTests",
            swiftSettings: settings
        ),

        // What must hold of any input; for `make fuzz`, and for the tests that replay what it found.
        .target(
            name: "FuzzProperties",
            dependencies: ["Records", "Streaming", "Formats", "Pipelines"],
            path: "Tests/Fuzz/Properties",
            swiftSettings: settings
        ),

        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
        tests("RecordsTests", of: ["Records"]),
        tests("ReconciliationTests", of: ["Records", "Reconciliation"]),
        tests(
            "PipelinesTests",
            of: ["Records", "Streaming", "Formats", "StreamOneIon", "Reconciliation", "Pipelines"]),
        tests("LedgerTests", of: ["Records", "Streaming", "Ledger"]),
        tests("PublicationTests", of: ["Streaming", "Formats", "Publication"]),
        tests("HTTPTransportTests", of: ["Records", "Streaming", "HTTPTransport"]),
        tests(
            "ReportsTests", of: ["Records", "Streaming", "Formats", "Reconciliation", "Reports"], excluding: ["Golden"]),
        tests(
            "StreamOneIonTests",
            of: ["Records", "Streaming", "Formats", "HTTPTransport", "StreamOneIon", "IonSandbox"]),
        tests("StreamingTests", of: ["Streaming", "Records"]),
        tests("FormatsTests", of: ["Formats", "Records", "Streaming"]),
        tests("FuzzTests", of: ["FuzzProperties", "Streaming"]),
        tests(
            "RunnerTests",
            of: ["Records", "Streaming", "Formats", "StreamOneIon", "Pipelines", "Publication", "Runner"]),
        // Runs the program as users do; it depends on it so that it is built.
        tests("EndToEndTests", of: ["crossfoot", "Records", "Formats", "Streaming"], excluding: ["Golden"]),
    ],
    swiftLanguageModes: [.v6]
)
