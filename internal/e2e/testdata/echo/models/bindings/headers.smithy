$version: "2"

// Members in headers.
namespace echo.bindings

@http(method: "POST", uri: "/headers")
operation Headers {
    input := with [HeadersMixin] {}
    output := with [HeadersMixin] {}
}

@mixin
structure HeadersMixin {
    @httpHeader("X-bool")
    bool: Boolean

    @httpHeader("X-byte")
    byte: Byte

    @httpHeader("x-short")
    short: Short

    @httpHeader("X-INT")
    int: Integer

    @httpHeader("X-long")
    long: Long

    @httpHeader("X-float")
    float: Float

    @httpHeader("X-double")
    double: Double

    @httpHeader("X-bigint")
    bigInt: BigInteger

    @httpHeader("X-bigdec")
    bigDec: BigDecimal

    @httpHeader("X-string")
    string: String

    @httpHeader("X-time")
    time: Timestamp

    @httpHeader("X-dt")
    @timestampFormat("date-time")
    dt: Timestamp

    @httpHeader("X-hd")
    @timestampFormat("http-date")
    hd: Timestamp

    @httpHeader("X-es")
    @timestampFormat("epoch-seconds")
    es: Timestamp

    @httpHeader("X-dt2")
    dt2: DateTime

    @httpHeader("X-hd2")
    hd2: HttpDate

    @httpHeader("X-es2")
    es2: Epoch

    @httpHeader("X-es3")
    @timestampFormat("date-time")
    es3: Epoch

    @httpHeader("X-color")
    color: Color

    @httpHeader("X-size")
    size: Size

    @httpHeader("X-media")
    media: MediaString

    @required
    @httpHeader("X-rbool")
    rbool: Boolean

    @required
    @httpHeader("X-rint")
    rint: Integer

    @required
    @httpHeader("X-rstring")
    rstring: String

    @required
    @httpHeader("X-rtime")
    rtime: Timestamp

    @required
    @httpHeader("X-rcolor")
    rcolor: Color

    @required
    @httpHeader("X-rsize")
    rsize: Size

    @required
    @httpHeader("X-rbig")
    rbig: BigInteger

    body: String
}

@http(method: "POST", uri: "/mediaheader")
operation MediaHeader {
    input := {
        @httpHeader("X-m")
        m: MediaString

        @httpHeader("X-ml")
        ml: MediaList
    }

    output := {
        @httpHeader("X-m")
        m: MediaString

        @httpHeader("X-ml")
        ml: MediaList
    }
}

list MediaList {
    member: MediaString
}

@http(method: "POST", uri: "/headerlists")
operation HeaderLists {
    input := with [HeaderListsMixin] {}
    output := with [HeaderListsMixin] {}
}

@mixin
structure HeaderListsMixin {
    @httpHeader("X-strings")
    strings: Strings

    @httpHeader("X-ints")
    ints: Ints

    @httpHeader("X-bools")
    bools: Bools

    @httpHeader("X-bytes")
    bytes: Bytes

    @httpHeader("X-shorts")
    shorts: Shorts

    @httpHeader("X-longs")
    longs: Longs

    @httpHeader("X-floats")
    floats: Floats

    @httpHeader("X-doubles")
    doubles: Doubles

    @httpHeader("X-bigints")
    bigints: BigInts

    @httpHeader("X-bigdecs")
    bigdecs: BigDecs

    @httpHeader("X-times")
    times: Times

    @httpHeader("X-dts")
    dts: DateTimes

    @httpHeader("X-hds")
    hds: HttpDates

    @httpHeader("X-ess")
    ess: Epochs

    @httpHeader("X-ess2")
    ess2: Epochs2

    @httpHeader("X-colors")
    colors: Colors

    @httpHeader("X-sizes")
    sizes: Sizes
}

@http(method: "POST", uri: "/prefixall")
operation PrefixAll {
    input := {
        @httpPrefixHeaders("")
        all: StringMap

        @httpHeader("X-own")
        own: String
    }

    output := {
        @httpHeader("X-own")
        own: String
    }
}

@http(method: "POST", uri: "/prefix")
operation PrefixStr {
    input := {
        @httpPrefixHeaders("X-meta-")
        meta: StringMap

        @httpHeader("X-own")
        own: String

        more: String
    }

    output := {
        @httpPrefixHeaders("x-Meta-")
        meta: StringMap

        @httpHeader("X-own")
        own: String

        more: String
    }
}
