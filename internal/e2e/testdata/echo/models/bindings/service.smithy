$version: "2"

// A service whose operations answer with what they were sent: what stood in the path or the query comes in a header.
namespace echo.bindings

service Bindings {
    version: "2020-01-01"
    operations: [
        Headers
        HeaderLists
        PrefixAll
        PrefixStr
        Query
        QueryLists
        QueryMap
        QueryMultiMap
        Labels
        Greedy
        PayloadBlob
        PayloadString
        PayloadMediaString
        PayloadEnum
        PayloadStruct
        PayloadStructReq
        PayloadUnion
        PayloadShared
        PayloadSelf
        PayloadMediaBlob
        Stream
        StreamReq
        StreamLength
        StreamMedia
        HostOp
        Token1
        Token2
        Token3
        TokenPayload
        Mixed
        Defaulted
        Checked
        Compressed
        Deleted
        Head
        Patch
        ErrorsOp
        MediaHeader
    ]
}

enum Color {
    RED = "red"
    BLUE = "b,l\"u e"
}

intEnum Size {
    S = 1
    L = -5
}

@timestampFormat("date-time")
timestamp DateTime

@timestampFormat("http-date")
timestamp HttpDate

@timestampFormat("epoch-seconds")
timestamp Epoch

@mediaType("application/json")
string MediaString

@mediaType("image/jpeg")
blob Jpeg

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

list Times {
    member: Timestamp
}

list DateTimes {
    member: DateTime
}

list HttpDates {
    member: HttpDate
}

list Epochs {
    member: Epoch
}

list Epochs2 {
    @timestampFormat("epoch-seconds")
    member: HttpDate
}

list Colors {
    member: Color
}

list Sizes {
    member: Size
}

map StringMap {
    key: String
    value: String
}

map MultiMap {
    key: String
    value: Strings
}

structure Leaf {
    a: String

    @required
    b: Integer

    @xmlAttribute
    c: Boolean

    self: Leaf

    when: Timestamp
}

union Choice {
    a: String
    b: Leaf
    c: Strings
    d: Unit
}
