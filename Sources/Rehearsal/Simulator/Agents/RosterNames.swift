/// Given and family names for simulated agents. Order matters: a changed list renames agents of every seed.
enum RosterNames {
    static let given = [
        "Ada", "Ben", "Carla", "Diego", "Elif", "Farid", "Grace", "Hana", "Ivan", "Jana", "Kofi", "Lena", "Mateo", "Nadia",
        "Omar", "Priya", "Quinn", "Rosa", "Samir", "Tara", "Uma", "Viktor", "Wanda", "Xenia", "Yusuf", "Zoe", "Amara", "Bruno",
        "Chloe", "Dmitri", "Esther", "Felix",
    ]

    static let family = [
        "Abara", "Bauer", "Costa", "Duarte", "Eriksen", "Fischer", "Garcia", "Haddad", "Ito", "Jansen", "Kowalski", "Lindgren",
        "Moreau", "Nakamura", "Okafor", "Petrov", "Quiroga", "Rossi", "Sato", "Tanaka", "Ueda", "Varga", "Weber", "Xu",
        "Yilmaz", "Zhang", "Adeyemi", "Bianchi", "Cohen", "Dubois", "Evans", "Fernandes",
    ]
}
