// Command library lists the novels of a library, page by page, and borrows the first of them: a client of a service that is
// nobody's cloud, made from the model in models/library.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/smithwright/smithwright/generated/library"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: library ADDRESS READER")
	}
	if err := run(context.Background(), os.Stdout, os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

// run prints the novels to w and borrows the first that is not lent.
func run(ctx context.Context, w io.Writer, address, reader string) error {
	client, err := library.New(library.Config{Endpoint: address})
	if err != nil {
		return err
	}
	var novels []library.BookSummary
	in := &library.ListBooksInput{Genre: new(library.GenreNOVEL), PageSize: new(int32(50))}
	for book, err := range client.ListBooksItems(ctx, in) {
		if err != nil {
			return err
		}
		fmt.Fprintln(w, book.BookId, book.Title)
		novels = append(novels, book)
	}
	for _, book := range novels {
		loan, err := client.BorrowBook(ctx, &library.BorrowBookInput{BookId: book.BookId, Reader: reader})
		var lent *library.OnLoan
		switch {
		case errors.As(err, &lent):
			continue
		case err != nil:
			return err
		}
		fmt.Fprintf(w, "borrowed %s until %s\n", book.Title, loan.Due.Format("2 January"))
		return nil
	}
	return errors.New("no novel is left to borrow")
}
