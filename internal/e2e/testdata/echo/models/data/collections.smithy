$version: "2"

// Lists and maps of everything.
namespace echo.data

list Strings {
    member: String
}

list Ints {
    member: Integer
}

list Bools {
    member: Boolean
}

list Bytes {
    member: Byte
}

list Shorts {
    member: Short
}

list Longs {
    member: Long
}

list Floats {
    member: Float
}

list Doubles {
    member: Double
}

list BigInts {
    member: BigInteger
}

list BigDecs {
    member: BigDecimal
}

list Blobs {
    member: Blob
}

list TimeList {
    member: Timestamp
}

list Colors {
    member: Color
}

list Sizes {
    member: Size
}

list Leaves {
    member: Leaf
}

list Choices {
    member: Choice
}

list StringLists {
    member: Strings
}

list LeafLists {
    member: Leaves
}

list StringListLists {
    member: StringLists
}

@mixin
structure ListsMixin {
    strings: Strings
    ints: Ints
    bools: Bools
    bytes: Bytes
    shorts: Shorts
    longs: Longs
    floats: Floats
    doubles: Doubles
    bigInts: BigInts
    bigDecs: BigDecs
    blobs: Blobs
    times: TimeList
    colors: Colors
    sizes: Sizes
    leaves: Leaves
    choices: Choices
    stringLists: StringLists
    leafLists: LeafLists
    lll: StringListLists
}

@http(method: "POST", uri: "/Lists")
operation Lists {
    input := with [ListsMixin] {}
    output := with [ListsMixin] {}
}

map StringMap {
    key: String
    value: String
}

map IntMap {
    key: String
    value: Integer
}

map BoolMap {
    key: String
    value: Boolean
}

map FloatMap {
    key: String
    value: Double
}

map BlobMap {
    key: String
    value: Blob
}

map TimeMap {
    key: String
    value: Timestamp
}

map ColorMap {
    key: Color
    value: Color
}

map SizeMap {
    key: Color
    value: Size
}

map LeafMap {
    key: String
    value: Leaf
}

map ChoiceMap {
    key: String
    value: Choice
}

map ListMap {
    key: String
    value: Strings
}

map MapMap {
    key: String
    value: StringMap
}

map LeafListMap {
    key: String
    value: Leaves
}

map BigMap {
    key: String
    value: BigDecimal
}

list MapList {
    member: StringMap
}

list MapListList {
    member: MapList
}

map MapListMap {
    key: Color
    value: MapListList
}

@mixin
structure MapsMixin {
    strings: StringMap
    ints: IntMap
    bools: BoolMap
    floats: FloatMap
    blobs: BlobMap
    times: TimeMap
    colors: ColorMap
    sizes: SizeMap
    leaves: LeafMap
    choices: ChoiceMap
    lists: ListMap
    maps: MapMap
    leafLists: LeafListMap
    bigs: BigMap
    mapList: MapList
    mapListMap: MapListMap
}

@http(method: "POST", uri: "/Maps")
operation Maps {
    input := with [MapsMixin] {}
    output := with [MapsMixin] {}
}
