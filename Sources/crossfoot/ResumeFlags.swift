import Runner

/// The flags of `run` that say what of earlier runs is used again.
enum ResumeFlags {
    static let all = [
        Flag(
            name: "resume", value: nil,
            summary: "reuse what earlier runs of this pipeline and period have fetched whole (all is fetched anew)"),
        Flag(
            name: "force", value: "STAGE", summary: "with --resume: a stage that fetches anew all the same",
            repeats: true),
        Flag(
            name: "max-age", value: "TIME", summary: "with --resume: reuse nothing that is older, such as 90m, 6h or 2d"
        ),
        Flag(name: "store-limit", value: "SIZE", summary: "how much of what was fetched stays after the run (10GB)"),
    ]

    /// What the flags say.
    static func policy(_ arguments: Arguments) throws(UsageError) -> ReusePolicy {
        let isResuming = arguments.has("resume")
        for flag in ["force", "max-age"] where arguments.has(flag) && !isResuming {
            throw UsageError(message: "--\(flag) goes with --resume; without it everything is fetched anew")
        }
        return ReusePolicy(
            isResuming: isResuming, forcedStages: Set(arguments.all("force")),
            maximumAge: try arguments.seconds("max-age"))
    }
}
