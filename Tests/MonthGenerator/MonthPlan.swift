internal import Records

/// The invented month: who there is, what is planted where, and any subscription on demand.
///
/// Nothing but the customers and the planted breaks is kept in memory.
struct MonthPlan {
    /// What was asked for.
    let options: GeneratorOptions
    /// All customers.
    let customers: [Customer]
    /// All planted breaks; a break's number is its place here.
    let plants: [Plant]
    private let plantOfSubscription: [Int: Int]
    private let plantsBeside: [Int: [Int]]

    /// A plan for these options.
    init(_ options: GeneratorOptions) {
        self.options = options
        customers = (0..<options.customers).map(Customer.init(index:))
        plants = options.isPlanted ? Plant.spread(over: options.subscriptions, customers: options.customers) : []
        var plantOfSubscription: [Int: Int] = [:]
        var plantsBeside: [Int: [Int]] = [:]
        for (number, plant) in plants.enumerated() {
            for offset in 0..<plant.subscriptionCount { plantOfSubscription[plant.position + offset] = number }
            if plant.subscriptionCount == 0 { plantsBeside[plant.position, default: []].append(number) }
        }
        self.plantOfSubscription = plantOfSubscription
        self.plantsBeside = plantsBeside
    }

    /// The subscription with an index, the same one every time.
    func subscription(at index: Int) -> Subscription {
        let plant = plantNumber(at: index).map { plants[$0] }
        return Subscription(
            at: index,
            seed: options.seed,
            period: options.period,
            customer: customers[plant?.customer ?? index * customers.count / options.subscriptions],
            plant: plant
        )
    }

    /// The number of the break planted on a subscription.
    func plantNumber(at index: Int) -> Int? { plantOfSubscription[index] }

    /// The numbers of the breaks that stand next to a subscription without using it.
    func plantNumbers(beside index: Int) -> [Int] { plantsBeside[index] ?? [] }
}
