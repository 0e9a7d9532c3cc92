//go:build !full

// Command full makes one call with the package of the full Lambda model, for which it needs the build tag full.
package main

import "os"

func main() { os.Exit(1) }
