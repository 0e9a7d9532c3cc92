// The typed program that a rule set or a decision diagram becomes: what plan decides about and emit prints, and what
// [Program.Evaluate] runs.

package rules

import "github.com/smithwright/smithwright/internal/source"

// A Program computes the endpoint of a call from its parameters. It is a list of rules (Rules) or a decision diagram (Diagram is
// not nil), never both. A program is type-checked and immutable: a reader of it needs no checks of its own.
type Program struct {
	Version Version
	Params  []*Param // in the model's order
	// Rules are tried in order; the first whose conditions hold decides, and if none does, resolving fails.
	Rules   []Rule
	Diagram *Diagram
	// Vars are all declarations of the program, those of the parameters first and in their order: Vars[i].Index is i.
	Vars []*Var
	Span source.Span // of the trait's value
}

// Version is the version of the rules language that a program declares.
type Version struct{ Major, Minor int }

// A Param is an input of a program.
type Param struct {
	Name string
	Type TypeKind // String, Bool or StringArray
	// Required parameters without a value fail the call, unless they have a Default.
	Required bool
	// Default is the value where the caller gives none: of kind ExprString (without parts that vary), ExprBool or ExprArray of
	// such strings; nil if there is none. A parameter with a default is always required.
	Default *Expr
	BuiltIn string // such as "AWS::Region"; "" if the parameter is the service's own
	Doc     string
	// Deprecated says that the parameter should no longer be used; Message and Since may be empty.
	Deprecated *Deprecation
	Var        *Var // what expressions refer to
	Span       source.Span
}

// Deprecation is what the model says of a deprecated parameter.
type Deprecation struct{ Message, Since string }

// A Var is a declaration: a parameter, or what a condition assigns. In a rule set each assigning condition declares a Var of its
// own, which is visible in the conditions behind it, and in the endpoint, error or rules of its rule. No name is declared twice
// on a way from the root to a leaf, so that nested Go blocks may use Name as it is, made a Go identifier that differs from the
// parameters'; siblings may use a name again, with another type. In a diagram there is one Var for each name, whichever
// conditions assign it, always of the same type, and it is visible everywhere.
type Var struct {
	Name  string
	Type  TypeKind // of the value when there is one
	Param *Param   // nil for an assigned variable
	Index int      // its place in Program.Vars
	// Optional says that the variable may be without a value at a place that asks (isSet, coalesce) or needs it. Of a parameter:
	// that it is neither required nor has a default. Of an assigned variable in a rule set it is never true, in a diagram
	// only if something asks for it, or if no proof was found that each use lies behind an assignment (in no published diagram).
	Optional bool
}

// TypeKind is the type of a value.
type TypeKind uint8

// The types of values. Partition, URL and ARN are the records that functions return, with the fields of [RecordFields].
const (
	NoType      TypeKind = iota
	String               // string
	Bool                 // bool
	Int                  // int, of 32 bits
	StringArray          // []string
	Partition            // what aws.partition returns
	URL                  // what parseURL returns
	ARN                  // what aws.parseArn returns
	Array                // an array literal that is not all strings, in endpoint properties only
	Object               // an object literal, in endpoint properties only
)

// Type is the type of an expression. An expression of an optional type may be without a value.
type Type struct {
	Kind     TypeKind
	Optional bool
}

// ExprKind says what an expression is, and which fields of [Expr] it uses.
type ExprKind uint8

// The kinds of expressions.
const (
	ExprString ExprKind = iota + 1 // Text, or Parts if the string is a template
	ExprBool                       // Bool
	ExprInt                        // Int
	ExprArray                      // Parts are its elements
	ExprObject                     // Fields
	ExprRef                        // Var
	ExprCall                       // Fn and Args (and Attr, Index, Indexed of getAttr)
)

// An Expr is an expression with its type.
type Expr struct {
	Kind ExprKind
	Type Type
	// Text is a string without templates, "{{" and "}}" already unescaped.
	Text string
	// Parts are the pieces of a template, to be concatenated: ExprString with Text (never empty), ExprRef, or ExprCall of
	// getAttr, all of type String and not optional. There are two or more: what is one piece alone stands for itself. Of an
	// array they are its elements.
	Parts  []Expr
	Bool   bool
	Int    int
	Fields []Field // sorted by name
	// Var is what ExprRef refers to. Type.Optional is false where the value is known to be there (a required parameter, or
	// behind isSet), though Var.Optional may be true: a Go printer takes the value from behind the pointer without asking.
	Var  *Var
	Fn   Fn
	Args []Expr
	// Attr, Index and Indexed are the path of getAttr, whose only argument is the value that it starts from: the name of a
	// record's field ("" for none), then an element of an array if Indexed. A negative Index counts from the end: -1 is the
	// last. With Indexed the type is optional: there may be no such element.
	Attr    string
	Index   int
	Indexed bool
	Span    source.Span
}

// A Field is an entry of an object literal.
type Field struct {
	Name  string
	Value Expr
}

// Fn is a function of the rules language.
type Fn uint8

// The functions, with their arguments and results. An option of a type is written with "?". A call whose argument is absent where
// no option is taken does not type-check in a rule set.
const (
	FnIsSet                 Fn = iota + 1 // isSet(T?) Bool; the argument is ExprRef, ExprCall, or a template
	FnNot                                 // not(Bool) Bool
	FnGetAttr                             // getAttr(record or array) with a path, see Expr.Attr
	FnBooleanEquals                       // booleanEquals(Bool, Bool) Bool
	FnStringEquals                        // stringEquals(String, String) Bool
	FnIsValidHostLabel                    // isValidHostLabel(String, allowDots Bool) Bool
	FnParseURL                            // parseURL(String) URL?
	FnSubstring                           // substring(String, start Int, end Int, reverse Bool) String?
	FnURIEncode                           // uriEncode(String) String
	FnCoalesce                            // coalesce(T?, T?, …) T, or T? if all arguments are optional; since 1.1
	FnIte                                 // ite(Bool, T?, T?) T, or T? if a branch is optional; since 1.1
	FnSplit                               // split(String, delimiter String, limit Int) StringArray; since 1.1
	FnPartition                           // aws.partition(String) Partition?
	FnParseARN                            // aws.parseArn(String) ARN?
	FnVirtualHostableBucket               // aws.isVirtualHostableS3Bucket(String, allowDots Bool) Bool
)

// A Condition is a call that holds or not: a result of an optional type holds if it is present (and, if it is a Bool, true), a
// Bool that is not optional holds if it is true, and any other result always holds. The result, if present, is assigned to
// Assign whether it holds or not, where Assign is not nil.
type Condition struct {
	Call   Expr // ExprCall
	Assign *Var
	// Needs are the variables without which the condition does not hold though its call would want them: the condition holds
	// only if all of them have values. Always empty in a rule set; in a diagram only what no proof was found for, see Var.
	Needs []*Var
	Span  source.Span
}

// A Rule decides if all its Conditions hold, which are asked in order. Exactly one of Endpoint, Error and Rules is set. A rule
// with Rules, of which none decides, fails the call as if no rule had matched: rules behind it are not asked.
type Rule struct {
	Conditions []Condition
	Endpoint   *Endpoint
	Error      *Expr // of type String
	Rules      []Rule
	Doc        string
	Span       source.Span
}

// An Endpoint says where a call goes.
type Endpoint struct {
	URL     Expr     // of type String
	Headers []Header // sorted by name
	// Properties are sorted by name. Their values are literals: ExprString (a template too), ExprBool, ExprInt, ExprArray and
	// ExprObject of such. The property "authSchemes", if there is one, is an array of objects with a "name".
	Properties []Field
	Span       source.Span
}

// Property returns the value of a property, nil if there is none.
func (e *Endpoint) Property(name string) *Expr {
	for i := range e.Properties {
		if e.Properties[i].Name == name {
			return &e.Properties[i].Value
		}
	}
	return nil
}

// A Header is a header that every request to an endpoint has.
type Header struct {
	Name   string // as in the model
	Values []Expr // of type String
}

// A Diagram is a decision diagram without its encoding: complement edges are resolved, unreachable nodes are left out, and each
// node stands in front of the nodes that it leads to (there are no circles).
type Diagram struct {
	Conditions []Condition // those that no node asks included; Node.Condition is an index into them
	Results    []Result
	Nodes      []Node
	Root       Ref
}

// A Node asks a condition and says where to go on.
type Node struct {
	Condition int
	High, Low Ref // where the condition holds, and where it doesn't
}

// A Ref is where an edge of a diagram leads to: a node, a result, or NoMatch.
type Ref int32

// NoMatch is the end of the ways on which nothing matches: resolving fails as with a rule set whose rules are exhausted.
const NoMatch Ref = -1

// NodeRef and ResultRef make references to the node and the result of an index.
func NodeRef(i int) Ref { return Ref(i) }

// ResultRef makes a reference to the result of an index.
func ResultRef(i int) Ref { return Ref(-2 - i) }

// Node returns the index of the node that r leads to, and whether it leads to one.
func (r Ref) Node() (int, bool) { return int(r), r >= 0 }

// Result returns the index of the result that r leads to, and whether it leads to one.
func (r Ref) Result() (int, bool) { return int(-2 - r), r <= -2 }

// A Result is what a way through a diagram ends with: an endpoint or an error.
type Result struct {
	Endpoint *Endpoint
	Error    *Expr
	// Needs are variables that the result uses though no proof was found that they have values; if one has none, nothing
	// matches. Empty in all published diagrams.
	Needs []*Var
	Doc   string
	Span  source.Span
}

// A RecordField is a field of a record that a function returns.
type RecordField struct {
	Name string
	Type TypeKind
}

// RecordFields returns the fields of the record types Partition, URL and ARN, nil of any other type.
func RecordFields(k TypeKind) []RecordField {
	switch k {
	case Partition:
		return []RecordField{
			{"name", String}, {"dnsSuffix", String}, {"dualStackDnsSuffix", String}, {"supportsFIPS", Bool},
			{"supportsDualStack", Bool}, {"implicitGlobalRegion", String},
		}
	case URL:
		return []RecordField{
			{"scheme", String}, {"authority", String}, {"path", String}, {"normalizedPath", String}, {"isIp", Bool},
		}
	case ARN:
		return []RecordField{
			{"partition", String}, {"service", String}, {"region", String}, {"accountId", String}, {"resourceId", StringArray},
		}
	}
	return nil
}
