$version: "2"

// Values of one piece, in a structure and in an error.
namespace echo.data

@mixin
structure ScalarsMixin {
    bool: Boolean

    byte: Byte

    short: Short

    int: Integer

    long: Long

    float: Float

    double: Double

    bigInt: BigInteger

    bigDec: BigDecimal

    string: String

    blob: Blob

    time: Timestamp

    enum: Color

    intEnum: Size

    struct: Leaf

    @required
    rBool: Boolean

    @required
    rByte: Byte

    @required
    rShort: Short

    @required
    rInt: Integer

    @required
    rLong: Long

    @required
    rFloat: Float

    @required
    rDouble: Double

    @required
    rBigInt: BigInteger

    @required
    rBigDec: BigDecimal

    @required
    rString: String

    @required
    rBlob: Blob

    @required
    rTime: Timestamp

    @required
    rEnum: Color

    @required
    rIntEnum: Size

    @required
    rStruct: Leaf

    @required
    rUnion: Choice

    @required
    rList: Strings

    json: MediaJson

    media: MediaString

    mediaBlob: MediaBlob
}

@mediaType("application/json")
string MediaJson

@mediaType("text/html")
string MediaString

@mediaType("image/png")
blob MediaBlob

structure Leaf {
    a: String

    b: Integer

    @required
    c: Boolean
}

enum Color {
    RED = "red"
    GREEN = "green & <blue>"
    EMPTY = "x y"
}

intEnum Size {
    S = 1
    L = -5
}

@http(method: "POST", uri: "/Scalars")
operation Scalars {
    input := with [ScalarsMixin] {}
    output := with [ScalarsMixin] {}
    errors: [
        ScalarError
    ]
}

@error("client")
structure ScalarError with [ScalarsMixin] {
    message: String
}

@error("server")
@httpError(503)
structure Oops {
    Message: String
    code: Integer
    leaf: Leaf
    l: Strings
}
