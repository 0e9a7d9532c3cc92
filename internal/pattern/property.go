package pattern

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// This file knows the names that may follow \p.

// binaryProperties are the binary properties of ECMA 262 that are more than one table of package unicode, and the short
// names of others.
var binaryProperties = map[string]func() *charClass{
	"Any":         func() *charClass { return &charClass{ranges: everyRune} },
	"ASCII":       func() *charClass { return &charClass{ranges: runeSet{{0, 0x7F}}} },
	"Assigned":    func() *charClass { return &charClass{tables: []tableRef{{"Cn", true}}} },
	"Alphabetic":  alphabetic,
	"Alpha":       alphabetic,
	"Uppercase":   uppercase,
	"Upper":       uppercase,
	"Lowercase":   lowercase,
	"Lower":       lowercase,
	"White_Space": whiteSpace,
	"space":       whiteSpace,
	"AHex":        func() *charClass { return fromTables(unicode.ASCII_Hex_Digit) },
	"Hex":         func() *charClass { return fromTables(unicode.Hex_Digit) },
}

func fromTables(tables ...*unicode.RangeTable) *charClass {
	return &charClass{ranges: tableSet(tables...)}
}

func withTables(rest *unicode.RangeTable, names ...string) *charClass {
	class := fromTables(rest)
	for _, name := range names {
		class.tables = append(class.tables, tableRef{name: name})
	}
	return class
}

func alphabetic() *charClass { return withTables(unicode.Other_Alphabetic, "L", "Nl") }
func uppercase() *charClass  { return withTables(unicode.Other_Uppercase, "Lu") }
func lowercase() *charClass  { return withTables(unicode.Other_Lowercase, "Ll") }
func whiteSpace() *charClass { return fromTables(unicode.White_Space) }

// posixClasses are the names that java.util.regex takes from POSIX. They are about ASCII.
var posixClasses = map[string]runeSet{
	"Lower":  {{'a', 'z'}},
	"Upper":  {{'A', 'Z'}},
	"Alpha":  {{'A', 'Z'}, {'a', 'z'}},
	"Digit":  digits,
	"Alnum":  {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}},
	"Punct":  {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}},
	"Graph":  {{'!', '~'}},
	"Print":  {{' ', '~'}},
	"Blank":  {{'\t', '\t'}, {' ', ' '}},
	"Cntrl":  {{0, 0x1F}, {0x7F, 0x7F}},
	"XDigit": {{'0', '9'}, {'A', 'F'}, {'a', 'f'}},
	"Space":  {{'\t', '\r'}, {' ', ' '}},
	"L1":     {{0, 0xFF}},
}

// javaProperties are the binary properties of java.util.regex by their name without Is, in lower case.
var javaProperties = map[string]func() *charClass{
	"alphabetic":  alphabetic,
	"uppercase":   uppercase,
	"lowercase":   lowercase,
	"whitespace":  whiteSpace,
	"white_space": whiteSpace,
	"letter":      func() *charClass { return &charClass{tables: []tableRef{{name: "L"}}} },
	"digit":       func() *charClass { return &charClass{tables: []tableRef{{name: "Nd"}}} },
	"punctuation": func() *charClass { return &charClass{tables: []tableRef{{name: "P"}}} },
	"control":     func() *charClass { return &charClass{tables: []tableRef{{name: "Cc"}}} },
	"titlecase":   func() *charClass { return &charClass{tables: []tableRef{{name: "Lt"}}} },
	"ideographic": func() *charClass { return fromTables(unicode.Ideographic) },
	"hex_digit":   func() *charClass { return fromTables(unicode.Hex_Digit) },
	"hexdigit":    func() *charClass { return fromTables(unicode.Hex_Digit) },
	"assigned":    func() *charClass { return &charClass{tables: []tableRef{{"Cn", true}}} },
}

// scriptCodes are the four-letter codes of the scripts that models are likeliest to name.
var scriptCodes = map[string]string{
	"Arab": "Arabic", "Armn": "Armenian", "Cyrl": "Cyrillic", "Deva": "Devanagari", "Grek": "Greek", "Hang": "Hangul",
	"Hani": "Han", "Hebr": "Hebrew", "Hira": "Hiragana", "Kana": "Katakana", "Latn": "Latin", "Thai": "Thai",
	"Zyyy": "Common", "Zinh": "Inherited",
}

// lookUpProperty returns the class for the name of a property, nil if there is none of that name.
func lookUpProperty(name string, d dialect) *charClass {
	if class := ecmaProperty(name); class != nil || d == strict {
		return class
	}
	if set, found := posixClasses[name]; found {
		return &charClass{ranges: set}
	}
	switch name {
	case "LD":
		return &charClass{tables: []tableRef{{name: "L"}, {name: "Nd"}}}
	case "all":
		return &charClass{ranges: everyRune}
	}
	short, found := strings.CutPrefix(name, "Is")
	if !found {
		return nil
	}
	if class := category(short); class != nil {
		return class
	}
	if property := javaProperties[strings.ToLower(short)]; property != nil {
		return property()
	}
	// Java looks scripts up without regard to case.
	for _, known := range slices.Sorted(maps.Keys(unicode.Scripts)) {
		if strings.EqualFold(known, short) {
			return &charClass{tables: []tableRef{{name: known}}}
		}
	}
	return nil
}

// ecmaProperty knows the names of ECMA 262.
func ecmaProperty(name string) *charClass {
	if key, value, found := strings.Cut(name, "="); found {
		switch key {
		case "General_Category", "gc":
			return category(value)
		case "Script", "sc":
			return script(value)
		}
		return nil
	}
	if class := category(name); class != nil {
		return class
	}
	if property := binaryProperties[name]; property != nil {
		return property()
	}
	if table := unicode.Properties[name]; table != nil && !strings.HasPrefix(name, "Other_") {
		return fromTables(table)
	}
	return nil
}

func category(name string) *charClass {
	if long := unicode.CategoryAliases[name]; long != "" {
		name = long
	}
	if unicode.Categories[name] == nil {
		return nil
	}
	return &charClass{tables: []tableRef{{name: name}}}
}

func script(name string) *charClass {
	if long := scriptCodes[name]; long != "" {
		name = long
	}
	if unicode.Scripts[name] == nil {
		return nil
	}
	return &charClass{tables: []tableRef{{name: name}}}
}
