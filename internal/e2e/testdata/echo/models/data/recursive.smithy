$version: "2"

// Unions, and shapes that hold others of their kind.
namespace echo.data

union Choice {
    bool: Boolean

    int: Integer

    long: Long

    double: Double

    string: String

    blob: Blob

    time: Timestamp

    @timestampFormat("http-date")
    httpTime: Timestamp

    enum: Color

    size: Size

    leaf: Leaf

    strings: Strings

    map: StringMap

    unit: Unit

    again: Choice

    big: BigInteger

    dec: BigDecimal

    byte: Byte

    short: Short

    float: Float

    node: Node

    empty: Empty
}

structure Empty {}

@mixin
structure UnionsMixin {
    choice: Choice

    @required
    must: Choice

    choices: Choices

    map: ChoiceMap

    one: One
}

union One {
    only: Empty
}

@http(method: "POST", uri: "/Unions")
operation Unions {
    input := with [UnionsMixin] {}
    output := with [UnionsMixin] {}
}

structure Node {
    value: String
    next: Node
    children: Nodes
    byName: NodeMap
    choice: Choice
    deep: NodeListMap
    sparse: SparseNodes
    sparseMap: SparseNodeMap
}

list Nodes {
    member: Node
}

map NodeMap {
    key: String
    value: Node
}

map NodeListMap {
    key: String
    value: Nodes
}

@sparse
list SparseNodes {
    member: Node
}

@sparse
map SparseNodeMap {
    key: String
    value: Node
}

/// Recursive through unions, lists and maps only, without a structure.
union Tree {
    leaf: String
    branches: Trees
    named: TreeMap
}

list Trees {
    member: Tree
}

map TreeMap {
    key: String
    value: Trees
}

/// Required, but through a list, which may be empty.
structure Must {
    @required
    list: MustList

    @required
    map: MustMap

    name: String
}

list MustList {
    member: Must
}

map MustMap {
    key: String
    value: Must
}

@mixin
structure RecursiveMixin {
    node: Node
    tree: Tree
    must: Must
    nodes: Nodes
    self: SelfA
}

structure SelfA {
    b: SelfB
    v: String
}

structure SelfB {
    @required
    c: SelfC

    v: Integer
}

structure SelfC {
    a: SelfA
    v: Timestamp
}

@http(method: "POST", uri: "/Recursive")
operation Recursive {
    input := with [RecursiveMixin] {}
    output := with [RecursiveMixin] {}
}
