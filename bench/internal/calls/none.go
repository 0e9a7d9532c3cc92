//go:build !full

// Without the clients of whole services there is little to call.

package calls

var full []call

// endpoints needs the packages of whole services, too.
func endpoints() []Pair { return nil }
