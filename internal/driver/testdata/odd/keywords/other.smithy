$version: "2"

namespace example.other

list Words {
    member: String
}

structure client {
    words: Words
    config: Integer
}
