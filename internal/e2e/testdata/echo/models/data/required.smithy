$version: "2"

// Defaults, and members that must be there.
namespace echo.data

@mixin
structure DefaultsMixin {
    bool: Boolean = true

    boolF: Boolean = false

    byte: Byte = 1

    byteZ: Byte = 0

    short: Short = -2

    int: Integer = 3

    intZ: Integer = 0

    long: Long = 9007199254740993

    float: Float = 1.5

    double: Double = -2.25

    doubleZ: Double = 0

    bigInt: BigInteger = 123456789012345678901234567890

    bigDec: BigDecimal = 1.00000000000000000000000000001

    string: String = "a \"quoted\" \\ text\nline"

    stringZ: String = ""

    blob: Blob = "aGVsbG8="

    blobZ: Blob = ""

    time: Timestamp = 1515531081.1234

    timeZ: Timestamp = 0

    @timestampFormat("date-time")
    timeD: Timestamp = "2019-01-02T03:04:05.678Z"

    @timestampFormat("http-date")
    timeH: Timestamp = "Tue, 29 Apr 2014 18:30:38 GMT"

    enum: Color = "red"

    size: Size = 1

    list: Strings = []

    map: StringMap = {}

    nullInt: PrimNull = null

    @clientOptional
    opt: Integer = 7

    @required
    reqInt: Integer = 8

    @required
    reqZ: Integer = 0

    @required
    reqString: String = "x"

    @required
    reqList: Strings = []

    rootInt: RootInt = 42
}

integer PrimNull

@default(42)
integer RootInt

structure DefaultsNested with [DefaultsMixin] {}

list DefaultsList {
    member: DefaultsNested
}

map DefaultsMap {
    key: String
    value: DefaultsNested
}

union DefaultsUnion {
    nested: DefaultsNested
}

@http(method: "POST", uri: "/Defaults")
operation Defaults {
    input := with [DefaultsMixin] {
        nested: DefaultsNested
        list2: DefaultsList
        map2: DefaultsMap
        u: DefaultsUnion
    }
    output := with [DefaultsMixin] {
        nested: DefaultsNested
        list2: DefaultsList
        map2: DefaultsMap
        u: DefaultsUnion
    }
}

@mixin
structure RequiredMixin {
    @required
    bool: Boolean

    @required
    byte: Byte

    @required
    int: Integer

    @required
    double: Double

    @required
    string: String

    @required
    blob: Blob

    @required
    time: Timestamp

    @required
    big: BigInteger

    @required
    dec: BigDecimal

    @required
    list: Strings

    @required
    map: StringMap

    @required
    leaf: Leaf

    @required
    choice: Choice

    @required
    color: Color

    @required
    size: Size

    @required
    sparse: SparseStrings

    @required
    deep: RequiredDeep

    @required
    @clientOptional
    opt: String

    @required
    @clientOptional
    optLeaf: Leaf
}

structure RequiredDeep {
    @required
    leaf: Leaf

    @required
    list: RequiredLeaves

    @required
    when: Timestamp

    @required
    must: RequiredDeeper
}

structure RequiredDeeper {
    @required
    leaf: Leaf

    @required
    n: BigInteger
}

list RequiredLeaves {
    member: RequiredDeeper
}

@http(method: "POST", uri: "/Required")
operation Required {
    input := with [RequiredMixin] {}
    output := with [RequiredMixin] {}
}
