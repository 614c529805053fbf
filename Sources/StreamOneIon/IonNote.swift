/// Something that a user may want to know while calls are made.
public struct IonNote: Sendable {
    /// What happens, in a line. Secrets do not occur in it.
    public let text: String
    /// Whether it is one of a line a request, rather than a wait or a renewal that explains why nothing comes.
    public let isDetail: Bool
}
