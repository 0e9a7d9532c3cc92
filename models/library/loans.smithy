$version: "2.0"

namespace example.library

use smithy.waiters#waitable

/// Lends a book to a reader.
@http(method: "POST", uri: "/books/{bookId}/loans", code: 201)
operation BorrowBook {
    input := for Loan {
        @required
        @httpLabel
        $bookId

        @required
        $reader

        /// When the reader wants to bring the book back; the library decides.
        @timestampFormat("date-time")
        $due
    }

    output := for Loan {
        @required
        $bookId

        @required
        $loanId

        @required
        @timestampFormat("date-time")
        $due
    }

    errors: [
        NotFound
        OnLoan
    ]
}

/// Tells who has a book, and until when.
@waitable(
    LoanEnded: {
        documentation: "Waits until the book is back, so that the library knows of no such loan any more."
        acceptors: [
            {
                state: "success"
                matcher: { errorType: "NotFound" }
            }
        ]
        minDelay: 60
        maxDelay: 3600
    }
)
@readonly
@http(method: "GET", uri: "/books/{bookId}/loans/{loanId}")
operation GetLoan {
    input := for Loan {
        @required
        @httpLabel
        $bookId

        @required
        @httpLabel
        $loanId
    }

    output := for Loan {
        @required
        $bookId

        @required
        $loanId

        @required
        $reader

        @required
        @timestampFormat("date-time")
        $due
    }

    errors: [
        NotFound
    ]
}

/// Ends a loan: the book is back.
@idempotent
@http(method: "DELETE", uri: "/books/{bookId}/loans/{loanId}", code: 204)
operation ReturnBook {
    input := for Loan {
        @required
        @httpLabel
        $bookId

        @required
        @httpLabel
        $loanId
    }

    output := {}

    errors: [
        NotFound
    ]
}

@length(min: 1, max: 64)
@pattern("^[A-Za-z0-9-]+$")
string LoanId

/// The number of a reader's card. Whoever knows it can borrow in the reader's name.
@sensitive
@pattern("^[0-9]{10}$")
string ReaderNumber
