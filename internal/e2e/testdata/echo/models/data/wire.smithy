$version: "2"

// What looks otherwise on the wire than in the model.
namespace echo.data

@timestampFormat("date-time")
timestamp DateTime

@timestampFormat("http-date")
timestamp HttpDate

@timestampFormat("epoch-seconds")
timestamp Epoch

list DateTimes {
    member: DateTime
}

list HttpDates {
    member: HttpDate
}

list Epochs {
    member: Epoch
}

list DateTimes2 {
    @timestampFormat("date-time")
    member: HttpDate
}

map DateTimeMap {
    key: String
    value: DateTime
}

map HttpDateMap {
    key: String
    value: HttpDate
}

map EpochMap {
    key: String

    @timestampFormat("epoch-seconds")
    value: HttpDate
}

@mixin
structure TimesMixin {
    plain: Timestamp

    @timestampFormat("date-time")
    dt: Timestamp

    @timestampFormat("http-date")
    hd: Timestamp

    @timestampFormat("epoch-seconds")
    es: Timestamp

    dtT: DateTime

    hdT: HttpDate

    esT: Epoch

    @timestampFormat("epoch-seconds")
    over: HttpDate

    dts: DateTimes

    hds: HttpDates

    ess: Epochs

    dts2: DateTimes2

    dtm: DateTimeMap

    hdm: HttpDateMap

    esm: EpochMap

    u: TimeUnion
}

union TimeUnion {
    dt: DateTime

    hd: HttpDate

    es: Epoch

    @timestampFormat("date-time")
    o: Epoch

    l: HttpDates
}

@http(method: "POST", uri: "/Times")
operation Times {
    input := with [TimesMixin] {}
    output := with [TimesMixin] {}
}

@sparse
list SparseStrings {
    member: String
}

@sparse
list SparseInts {
    member: Integer
}

@sparse
list SparseTimes {
    member: Timestamp
}

@sparse
list SparseChoices {
    member: Choice
}

@sparse
list SparseLeaves {
    member: Leaf
}

@sparse
list SparseBlobs {
    member: Blob
}

@sparse
list SparseLists {
    member: Strings
}

@sparse
list SparseSparse {
    member: SparseStrings
}

@sparse
list SparseColors {
    member: Color
}

@sparse
list SparseSizes {
    member: Size
}

@sparse
list SparseBigs {
    member: BigInteger
}

@sparse
list SparseDecs {
    member: BigDecimal
}

@sparse
list SparseHttp {
    member: HttpDate
}

@sparse
map SparseStringMap {
    key: String
    value: String
}

@sparse
map SparseTimeMap {
    key: String
    value: Timestamp
}

@sparse
map SparseChoiceMap {
    key: String
    value: Choice
}

@sparse
map SparseLeafMap {
    key: Color
    value: Leaf
}

@sparse
map SparseListMap {
    key: String
    value: SparseStrings
}

@sparse
map SparseMapMap {
    key: String
    value: SparseStringMap
}

@sparse
map SparseBlobMap {
    key: String
    value: Blob
}

@sparse
map SparseDecMap {
    key: String
    value: BigDecimal
}

@sparse
map SparseSizeMap {
    key: String
    value: Size
}

@mixin
structure SparseMixin {
    strings: SparseStrings
    ints: SparseInts
    times: SparseTimes
    choices: SparseChoices
    leaves: SparseLeaves
    blobs: SparseBlobs
    lists: SparseLists
    sparse: SparseSparse
    colors: SparseColors
    sizes: SparseSizes
    bigs: SparseBigs
    decs: SparseDecs
    https: SparseHttp
    stringMap: SparseStringMap
    timeMap: SparseTimeMap
    choiceMap: SparseChoiceMap
    leafMap: SparseLeafMap
    listMap: SparseListMap
    mapMap: SparseMapMap
    blobMap: SparseBlobMap
    decMap: SparseDecMap
    sizeMap: SparseSizeMap
}

@http(method: "POST", uri: "/Sparse")
operation Sparse {
    input := with [SparseMixin] {}
    output := with [SparseMixin] {}
}

@mixin
structure XmlMixin {
    @xmlName("renamed")
    name: String

    @xmlName("p:pre")
    @xmlNamespace(uri: "http://p.example/", prefix: "p")
    prefixed: String

    @xmlNamespace(uri: "http://n.example/")
    ns: XmlNested

    @xmlFlattened
    flat: Strings

    @xmlFlattened
    @xmlName("item")
    flatNamed: Strings

    named: NamedList

    @xmlFlattened
    flatMemberNamed: NamedList

    @xmlFlattened
    flatLeaves: XmlNestedList

    lists: NamedListList

    map: XmlMap

    @xmlFlattened
    flatMap: XmlMap

    @xmlFlattened
    @xmlName("kv")
    flatMap2: StringMap

    @xmlFlattened
    flatNested: NestedMap

    nestedMap: NestedMap

    nsList: NsList

    @xmlName("lst")
    renamedList: NsList

    choice: XmlUnion

    nested: XmlNested

    flatUnions: FlatHolder

    @xmlFlattened
    unions: XmlUnionList
}

@xmlName("rootNamed")
structure XmlNested {
    @xmlAttribute
    attr: String

    @xmlAttribute
    @xmlName("p2:a")
    attrNamed: Integer

    @xmlAttribute
    bool: Boolean

    @xmlAttribute
    color: Color

    @xmlAttribute
    time: Timestamp

    text: String

    @xmlNamespace(uri: "http://inner.example/", prefix: "p2")
    inner: XmlNested

    @xmlFlattened
    list: Strings
}

list XmlNestedList {
    member: XmlNested
}

list NamedList {
    @xmlName("element")
    member: String
}

list NamedListList {
    @xmlName("outer")
    member: NamedList
}

@xmlNamespace(uri: "http://list.example/")
list NsList {
    @xmlNamespace(uri: "http://member.example/")
    member: String
}

map XmlMap {
    @xmlName("K")
    key: String

    @xmlName("V")
    value: XmlNested
}

map NestedMap {
    @xmlNamespace(uri: "http://key.example/")
    key: String

    @xmlName("inner")
    value: XmlMap
}

union XmlUnion {
    @xmlName("first")
    a: String

    b: XmlNested

    @xmlFlattened
    c: Strings

    @xmlFlattened
    d: XmlMap
}

list XmlUnionList {
    member: XmlUnion
}

structure FlatHolder {
    @xmlFlattened
    @xmlName("a")
    first: Strings

    second: String

    @xmlFlattened
    third: XmlNestedList
}

@http(method: "POST", uri: "/Xml")
operation Xml {
    input := with [XmlMixin] {}
    output := with [XmlMixin] {}
}

@mixin
structure JsonMixin {
    @jsonName("Renamed")
    name: String

    @jsonName("with \"quote\" \\ and unicode")
    odd: Integer

    @jsonName("swapB")
    swapA: String

    @jsonName("swapA")
    swapB: String

    nested: JsonNested

    u: JsonUnion
}

structure JsonNested {
    @jsonName("n")
    name: String

    next: JsonNested
}

union JsonUnion {
    @jsonName("one")
    a: String

    @jsonName("two")
    b: JsonNested
}

@http(method: "POST", uri: "/JsonNames")
operation JsonNames {
    input := with [JsonMixin] {}
    output := with [JsonMixin] {}
}
