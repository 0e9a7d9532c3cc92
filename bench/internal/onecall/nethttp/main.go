// Command nethttp makes one call with nothing but net/http: what any program that speaks HTTP is as large as.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
)

func main() {
	resp, err := http.Post( //nolint:noctx // the plainest call there is
		"https://lambda.us-west-2.amazonaws.com/2019-09-25/functions/my-function/event-invoke-config",
		"application/json", strings.NewReader(`{"MaximumRetryAttempts":1}`))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	fmt.Println(resp.Status, string(body), err)
}
