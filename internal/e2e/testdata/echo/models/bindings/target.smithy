$version: "2"

// Members in the query and the path.
namespace echo.bindings

@http(method: "POST", uri: "/query?fixed=1&flag&e=%20")
operation Query {
    input := {
        @httpQuery("bool")
        bool: Boolean

        @httpQuery("byte")
        byte: Byte

        @httpQuery("short")
        short: Short

        @httpQuery("int")
        int: Integer

        @httpQuery("long")
        long: Long

        @httpQuery("float")
        float: Float

        @httpQuery("double")
        double: Double

        @httpQuery("bigint")
        bigInt: BigInteger

        @httpQuery("bigdec")
        bigDec: BigDecimal

        @httpQuery("a b&c=d")
        string: String

        @httpQuery("time")
        time: Timestamp

        @httpQuery("dt")
        @timestampFormat("date-time")
        dt: Timestamp

        @httpQuery("hd")
        @timestampFormat("http-date")
        hd: Timestamp

        @httpQuery("es")
        @timestampFormat("epoch-seconds")
        es: Timestamp

        @httpQuery("dt2")
        dt2: DateTime

        @httpQuery("hd2")
        hd2: HttpDate

        @httpQuery("es2")
        es2: Epoch

        @httpQuery("color")
        color: Color

        @httpQuery("size")
        size: Size

        @required
        @httpQuery("rbool")
        rbool: Boolean

        @required
        @httpQuery("rint")
        rint: Integer

        @required
        @httpQuery("rtime")
        rtime: Timestamp

        @required
        @httpQuery("rcolor")
        rcolor: Color

        @required
        @httpQuery("rsize")
        rsize: Size
    }

    output := {
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

        @httpHeader("X-time")
        @timestampFormat("date-time")
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

        @httpHeader("X-size")
        size: Size

        @required
        @httpHeader("X-rbool")
        rbool: Boolean

        @required
        @httpHeader("X-rint")
        rint: Integer

        @required
        @httpHeader("X-rtime")
        @timestampFormat("date-time")
        rtime: Timestamp

        @required
        @httpHeader("X-rsize")
        rsize: Size
    }
}

@http(method: "POST", uri: "/querylists")
operation QueryLists {
    input := {
        @httpQuery("strings")
        strings: Strings

        @httpQuery("ints")
        ints: Ints

        @httpQuery("bools")
        bools: Bools

        @httpQuery("bytes")
        bytes: Bytes

        @httpQuery("longs")
        longs: Longs

        @httpQuery("floats")
        floats: Floats

        @httpQuery("doubles")
        doubles: Doubles

        @httpQuery("times")
        times: DateTimes

        @httpQuery("hds")
        hds: HttpDates

        @httpQuery("ess")
        ess: Epochs

        @httpQuery("ess2")
        ess2: Epochs2

        @httpQuery("sizes")
        sizes: Sizes

        @httpQuery("colors")
        colors: Colors
    }

    output := {
        @httpHeader("X-strings")
        strings: Strings

        @httpHeader("X-ints")
        ints: Ints

        @httpHeader("X-bools")
        bools: Bools

        @httpHeader("X-bytes")
        bytes: Bytes

        @httpHeader("X-longs")
        longs: Longs

        @httpHeader("X-floats")
        floats: Floats

        @httpHeader("X-doubles")
        doubles: Doubles

        @httpHeader("X-times")
        times: DateTimes

        @httpHeader("X-hds")
        hds: HttpDates

        @httpHeader("X-ess")
        ess: Epochs

        @httpHeader("X-ess2")
        ess2: Epochs2

        @httpHeader("X-sizes")
        sizes: Sizes
    }
}

@http(method: "POST", uri: "/querymap?a=b")
operation QueryMap {
    input := {
        @httpQueryParams
        params: StringMap

        @httpQuery("k1")
        k1: String

        text: String
    }

    output := {
        text: String
    }
}

@http(method: "POST", uri: "/querymultimap")
operation QueryMultiMap {
    input := {
        @httpQueryParams
        params: MultiMap

        @httpQuery("k1")
        k1: Ints

        text: String
    }

    output := {
        text: String

        @httpResponseCode
        code: Integer
    }
}

@http(
    method: "POST"
    uri: "/l/bool-is/{bool}/byte-is/{byte}/short-is/{short}/int-is/{int}/long-is/{long}/float-is/{float}/double-is/{double}/bigInt-is/{bigInt}/bigDec-is/{bigDec}/string-is/{string}/time-is/{time}/dt-is/{dt}/hd-is/{hd}/es-is/{es}/dt2-is/{dt2}/hd2-is/{hd2}/es2-is/{es2}/color-is/{color}/size-is/{size}/end"
)
operation Labels {
    input := {
        @required
        @httpLabel
        bool: Boolean

        @required
        @httpLabel
        byte: Byte

        @required
        @httpLabel
        short: Short

        @required
        @httpLabel
        int: Integer

        @required
        @httpLabel
        long: Long

        @required
        @httpLabel
        float: Float

        @required
        @httpLabel
        double: Double

        @required
        @httpLabel
        bigInt: BigInteger

        @required
        @httpLabel
        bigDec: BigDecimal

        @required
        @httpLabel
        string: String

        @required
        @httpLabel
        time: Timestamp

        @required
        @httpLabel
        @timestampFormat("date-time")
        dt: Timestamp

        @required
        @httpLabel
        @timestampFormat("http-date")
        hd: Timestamp

        @required
        @httpLabel
        @timestampFormat("epoch-seconds")
        es: Timestamp

        @required
        @httpLabel
        dt2: DateTime

        @required
        @httpLabel
        hd2: HttpDate

        @required
        @httpLabel
        es2: Epoch

        @required
        @httpLabel
        color: Color

        @required
        @httpLabel
        size: Size

        body: String
    }

    output := {
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

        @httpHeader("X-time")
        @timestampFormat("date-time")
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

        @httpHeader("X-size")
        size: Size

        body: String
    }
}

@http(method: "POST", uri: "/greedy/{a}/x/{greedy+}")
operation Greedy {
    input := {
        @required
        @httpLabel
        a: String

        @required
        @httpLabel
        greedy: String

        body: Strings
    }

    output := {
        body: Strings
    }
}
