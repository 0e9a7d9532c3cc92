$version: "2.0"

namespace example.library

use smithy.waiters#waitable

/// Adds a book to the catalogue.
@http(method: "POST", uri: "/books", code: 201)
operation AddBook {
    input := for Book {
        @required
        $title

        @required
        $authors

        $genre

        $pages

        /// Where the book is to stand. A book without a place is in the returns bin.
        $place

        /// Makes a repeated request add no second book.
        @idempotencyToken
        @httpHeader("Idempotency-Key")
        requestToken: String
    }

    output := for Book {
        @required
        $bookId
    }

    errors: [
        AlreadyThere
    ]
}

/// Tells what is known of a book.
@waitable(
    BookShelved: {
        documentation: "Waits until a book stands on a shelf, as it does once it was taken out of the returns bin."
        acceptors: [
            {
                state: "success"
                matcher: {
                    output: { path: "place.shelf != `null`", comparator: "booleanEquals", expected: "true" }
                }
            }
            {
                state: "failure"
                matcher: {
                    output: { path: "place.online != `null`", comparator: "booleanEquals", expected: "true" }
                }
            }
        ]
        minDelay: 10
        maxDelay: 600
    }
)
@readonly
@http(method: "GET", uri: "/books/{bookId}")
operation GetBook {
    input := for Book {
        @required
        @httpLabel
        $bookId
    }

    output := for Book with [BookDetails] {
        @required
        $bookId
    }

    errors: [
        NotFound
    ]
}

/// Changes what is known of a book. What is left out stays as it is.
@idempotent
@http(method: "PUT", uri: "/books/{bookId}")
operation UpdateBook {
    input := for Book {
        @required
        @httpLabel
        $bookId

        $title

        $authors

        $genre

        $pages

        $place
    }

    output := for Book with [BookDetails] {
        @required
        $bookId
    }

    errors: [
        NotFound
    ]
}

/// Takes a book out of the catalogue. A book that is lent stays.
@idempotent
@http(method: "DELETE", uri: "/books/{bookId}", code: 204)
operation RemoveBook {
    input := for Book {
        @required
        @httpLabel
        $bookId
    }

    output := {}

    errors: [
        NotFound
        OnLoan
    ]
}

/// Lists books in the order of their titles, a page at a time.
@readonly
@paginated(items: "books")
@http(method: "GET", uri: "/books")
operation ListBooks {
    input := {
        /// Only books of this genre.
        @httpQuery("genre")
        genre: Genre

        /// Only books by all of these authors.
        @httpQuery("author")
        authors: Authors

        /// How many books a page holds at most.
        @httpQuery("pageSize")
        @range(min: 1, max: 100)
        pageSize: Integer = 20

        /// What the page before said that comes next.
        @httpQuery("nextToken")
        nextToken: PageToken
    }

    output := {
        @required
        books: BookSummaries

        /// Names the next page; the last page has none.
        nextToken: PageToken
    }
}

/// Describes a book in full.
@mixin
structure BookDetails for Book {
    @required
    $title

    @required
    $authors

    $genre

    $pages

    $place
}

/// Tells of a book what a list has room for.
@references([
    {
        resource: Book
    }
])
structure BookSummary for Book {
    @required
    $bookId

    @required
    $title

    $genre
}

list BookSummaries {
    member: BookSummary
}

/// The number on a book's label, such as `B-004211`.
@pattern("^B-[0-9]{6}$")
string BookId

/// The title as it stands on the cover.
@length(min: 1, max: 300)
string Title

/// Names of authors as they stand on the cover, each once.
@length(min: 1, max: 12)
@uniqueItems
list Authors {
    member: AuthorName
}

@length(min: 1, max: 120)
string AuthorName

/// The number of pages, covers aside.
@range(min: 1)
integer PageCount

@length(min: 1, max: 1024)
string PageToken

/// The sort of a book.
enum Genre {
    NOVEL = "novel"

    POETRY = "poetry"

    SCIENCE = "science"

    /// Everything that children's librarians put on the low shelves.
    CHILDREN = "children"
}

/// The place of a book.
union Place {
    /// On a shelf that readers can go to.
    shelf: Shelf

    /// In the stacks: the librarian fetches it from this box.
    stacks: BoxNumber

    /// Nowhere but on line.
    online: WebAddress
}

/// A shelf, by floor and mark.
structure Shelf {
    @required
    floor: Floor

    /// The shelf's mark, such as `N12`.
    @required
    @pattern("^[A-Z][0-9]{1,3}$")
    mark: String
}

/// A floor of the building; those below the ground count down from -1.
@range(min: -2, max: 5)
integer Floor

@range(min: 1, max: 9999)
integer BoxNumber

@length(min: 8, max: 2000)
@pattern("^https?://.+$")
string WebAddress
