// Package re2 runs the patterns that package lean does not know, such as those with classes of Unicode, by Go's regexp. It is
// a package of its own so that only programs whose model has such a pattern link that.
package re2

import "regexp"

// Compile returns what finds an expression in texts. It is for the field Engine of validate.Pattern.
func Compile(expr string) (find func(text string) bool, err error) {
	re, err := regexp.Compile(expr)
	if err != nil {
		return nil, err
	}
	// The method of a type, and not the type: the linker would otherwise keep all the methods, of which few are used.
	return re.MatchString, nil
}
