$version: "2.0"

namespace example.library

/// The request breaks a rule of the model.
@error("client")
@httpError(400)
structure InvalidRequest {
    @required
    message: String

    /// The path of each member that is at fault.
    members: MemberPaths
}

list MemberPaths {
    member: String
}

/// The catalogue has no such book or loan.
@error("client")
@httpError(404)
structure NotFound {
    message: String
}

/// The catalogue has a book of this title and these authors.
@error("client")
@httpError(409)
structure AlreadyThere {
    message: String

    /// The book that is there.
    @required
    bookId: BookId
}

/// Somebody has borrowed the book.
@error("client")
@httpError(423)
structure OnLoan {
    message: String

    /// When it is due back.
    @timestampFormat("date-time")
    due: Timestamp
}

/// Too many requests: try again in a while.
@error("server")
@httpError(503)
@retryable(throttling: true)
structure SlowDown {
    message: String

    @httpHeader("Retry-After")
    seconds: Integer
}
