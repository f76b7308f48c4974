@main
struct WFMBridge {
    static func main() {}
}
