// The functions of JMESPath: what they take and give.

package jmespath

import "fmt"

// param is what a parameter of a function takes. The zero param takes everything.
type param struct {
	kinds []Kind // that the argument may have
	elem  Kind   // that the elements of an array must have; Any for all
	ref   bool   // an expression that is applied to the elements of the array among the arguments
}

// function is what a function takes and gives.
type function struct {
	params   []param
	variadic bool // the last parameter takes one or more arguments
	// result is the type of the function's value; args are those of the arguments, as many as there are parameters or more,
	// where that of a reference is what its expression gives.
	result func(args []Type) Type
}

// arity says how many arguments the function takes.
func (f *function) arity() string {
	arguments := "one argument"
	if n := len(f.params); n != 1 {
		arguments = fmt.Sprintf("%d arguments", n)
	}
	if f.variadic {
		return "at least " + arguments
	}
	return arguments
}

// What parameters take.
var (
	takesAny     = param{}
	takesNumber  = param{kinds: []Kind{Number}}
	takesString  = param{kinds: []Kind{String}}
	takesArray   = param{kinds: []Kind{Array}}
	takesObject  = param{kinds: []Kind{Object}}
	takesNumbers = param{kinds: []Kind{Array}, elem: Number}
	takesStrings = param{kinds: []Kind{Array}, elem: String}
	takesRef     = param{ref: true}
)

// gives returns a result of one kind.
func gives(k Kind) func([]Type) Type { return func([]Type) Type { return Scalar(k) } }

// givesFirst returns the type of the first argument.
func givesFirst(args []Type) Type { return args[0] }

// givesElem returns the type of the elements of the first argument.
func givesElem(args []Type) Type { return args[0].Elem() }

// givesArrayOf returns a result that is an array of one kind.
func givesArrayOf(k Kind) func([]Type) Type { return func([]Type) Type { return ArrayOf(Scalar(k)) } }

func givesEither(args []Type) Type {
	t := args[0]
	for _, a := range args[1:] {
		t = join(t, a)
	}
	return t
}

func givesArrayOfFirst(args []Type) Type {
	if k := args[0].Kind(); k == Array {
		return args[0]
	} else if k == Any {
		return Scalar(Array)
	}
	return ArrayOf(args[0])
}

// functions are all of the specification, by their names.
var functions = map[string]function{
	"abs":         {[]param{takesNumber}, false, gives(Number)},
	"avg":         {[]param{takesNumbers}, false, gives(Number)},
	"ceil":        {[]param{takesNumber}, false, gives(Number)},
	"contains":    {[]param{{kinds: []Kind{Array, String}}, takesAny}, false, gives(Boolean)},
	"ends_with":   {[]param{takesString, takesString}, false, gives(Boolean)},
	"floor":       {[]param{takesNumber}, false, gives(Number)},
	"join":        {[]param{takesString, takesStrings}, false, gives(String)},
	"keys":        {[]param{takesObject}, false, givesArrayOf(String)},
	"length":      {[]param{{kinds: []Kind{String, Array, Object}}}, false, gives(Number)},
	"map":         {[]param{takesRef, takesArray}, false, func(args []Type) Type { return ArrayOf(args[0]) }},
	"max":         {[]param{takesArray}, false, givesElem},
	"max_by":      {[]param{takesArray, takesRef}, false, givesElem},
	"merge":       {[]param{takesObject}, true, gives(Object)},
	"min":         {[]param{takesArray}, false, givesElem},
	"min_by":      {[]param{takesArray, takesRef}, false, givesElem},
	"not_null":    {[]param{takesAny}, true, givesEither},
	"reverse":     {[]param{{kinds: []Kind{Array, String}}}, false, givesFirst},
	"sort":        {[]param{takesArray}, false, givesFirst},
	"sort_by":     {[]param{takesArray, takesRef}, false, givesFirst},
	"starts_with": {[]param{takesString, takesString}, false, gives(Boolean)},
	"sum":         {[]param{takesNumbers}, false, gives(Number)},
	"to_array":    {[]param{takesAny}, false, givesArrayOfFirst},
	"to_number":   {[]param{takesAny}, false, gives(Number)},
	"to_string":   {[]param{takesAny}, false, gives(String)},
	"type":        {[]param{takesAny}, false, gives(String)},
	"values":      {[]param{takesObject}, false, func(args []Type) Type { return ArrayOf(args[0].Elem()) }},
}
