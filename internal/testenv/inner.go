// Places in the messages of the reference's expected events.

package testenv

import (
	"regexp"
)

var named = regexp.MustCompile(`Syntax error at line (\d+), column (\d+)`)

// InnerPlace returns the place "line:column" at which an expected event says that the mistake itself is, where its message
// names two: that of the token and that of the mistake in it, as of a string the file ends in. It returns otherwise in all
// other cases.
func InnerPlace(message, otherwise string) string {
	places := named.FindAllStringSubmatch(message, -1)
	if len(places) < 2 {
		return otherwise
	}
	last := places[len(places)-1]
	return last[1] + ":" + last[2]
}
