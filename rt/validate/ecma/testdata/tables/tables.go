// Command tables has patterns as generated packages have them. A test looks at what it links to.
package main

import (
	"github.com/smithwright/smithwright/rt/validate"
	"github.com/smithwright/smithwright/rt/validate/ecma"
)

var patternName = validate.Pattern{Expr: "^[a-z]*$", Model: "^[a-z]{1,500}$", Min: 1, Max: 500}

var patternTag = ecma.Pattern{Expr: `^(?!aws:)[a-z]+\z`, Model: "^(?!aws:)[a-z]+$"}

// Tag is a shape with both kinds of pattern.
type Tag struct{ Name, Value string }

// Validate checks in.
func (in *Tag) Validate() error {
	v := validate.New("Tag")
	v.Pattern("Name", in.Name, &patternName)
	v.Pattern("Value", in.Value, &patternTag)
	return v.Err()
}

func main() {
	in := Tag{Name: "name", Value: "value"}
	if err := in.Validate(); err != nil {
		panic(err)
	}
}
