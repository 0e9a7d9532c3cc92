$version: "2.0"

namespace example.library

use aws.protocols#restJson1

/// The catalogue of a public library: its books, where each of them is, and who has borrowed it.
@title("Library")
@restJson1
@paginated(inputToken: "nextToken", outputToken: "nextToken", pageSize: "pageSize")
service Library {
    version: "2026-11-01"
    resources: [
        Book
    ]
    errors: [
        InvalidRequest
        SlowDown
    ]
}

/// A book that the library owns one copy of.
resource Book {
    identifiers: {
        bookId: BookId
    }
    properties: {
        title: Title
        authors: Authors
        genre: Genre
        pages: PageCount
        place: Place
    }
    create: AddBook
    read: GetBook
    update: UpdateBook
    delete: RemoveBook
    list: ListBooks
    resources: [
        Loan
    ]
}

/// A loan of a book to a reader.
resource Loan {
    identifiers: {
        bookId: BookId
        loanId: LoanId
    }
    properties: {
        reader: ReaderNumber
        due: Timestamp
    }
    create: BorrowBook
    read: GetLoan
    delete: ReturnBook
}
