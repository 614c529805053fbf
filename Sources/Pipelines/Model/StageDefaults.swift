/// What counts for stages that do not say otherwise.
struct StageDefaults {
    var timeout: Duration?
    var rejects: Int?
    var level: Int?
}
