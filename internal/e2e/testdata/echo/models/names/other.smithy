$version: "2"

namespace echo.other

structure Twin {
    other: String
    e: TwinEnum
}

enum TwinEnum {
    A
    B
}

union TwinUnion {
    a: Twin
    b: TwinEnum
}

list TwinList {
    member: Twin
}
