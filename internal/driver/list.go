// This file is the run that lists what models hold.

package driver

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// Listing is what a model holds, in the form that `gen ls --json` prints. Lists are sorted by id, and never null.
type Listing struct {
	Model    string           `json:"model"` // the path that it was read from
	Services []ServiceListing `json:"services"`
	Shapes   []ShapeListing   `json:"shapes"` // all that the model declares, those above among them
}

// ServiceListing is a service of a model.
type ServiceListing struct {
	ID         shape.ID           `json:"id"`
	Version    string             `json:"version,omitempty"`
	SDKID      string             `json:"sdkId,omitempty"`
	Protocols  []string           `json:"protocols"`
	Operations []OperationListing `json:"operations"`
}

// OperationListing is an operation of a service. Method and URI are empty if it has no HTTP binding.
type OperationListing struct {
	ID     shape.ID `json:"id"`
	Method string   `json:"method,omitempty"`
	URI    string   `json:"uri,omitempty"`
}

// ShapeListing is a shape of a model. Type is as in the JSON AST.
type ShapeListing struct {
	ID   shape.ID `json:"id"`
	Type string   `json:"type"`
}

// List prints the services, operations and shapes of models to Stdout, for people or as a JSON array. A model with an
// error is left out. The error is a *[UsageError] if a path does not exist, [ErrFailed] if a model has an error, or that
// of printing.
func List(models []string, asJSON bool, streams Streams) error {
	models, err := findModels(models)
	if err != nil {
		return err
	}
	found := make([]*Listing, len(models))
	all := make([]*diag.List, len(models))
	each(len(models), streams.Progress, func(i int) {
		all[i] = &diag.List{}
		guard(all[i], models[i], func() {
			if m := load(readModel(models[i], all[i]), all[i]); m != nil && !all[i].HasErrors() {
				found[i] = list(models[i], m)
			}
		})
	})
	listings := []*Listing{}
	for _, listing := range found {
		if listing != nil {
			listings = append(listings, listing)
		}
	}
	if asJSON {
		err = printJSON(streams.Stdout, listings)
	} else {
		err = printListings(streams.Stdout, listings)
	}
	if err != nil {
		return fmt.Errorf("print the list: %w", err)
	}
	return printFindings(streams, all)
}

// list makes the listing of a model.
func list(model string, m *shape.Model) *Listing {
	out := &Listing{Model: slashed(model), Services: []ServiceListing{}, Shapes: []ShapeListing{}}
	for _, s := range m.Services() {
		out.Services = append(out.Services, listService(m, s))
	}
	for _, s := range m.Shapes() {
		if !s.Builtin {
			out.Shapes = append(out.Shapes, ShapeListing{ID: s.ID, Type: s.Kind.String()})
		}
	}
	return out
}

// listService makes the listing of a service.
func listService(m *shape.Model, s *shape.Shape) ServiceListing {
	out := ServiceListing{ID: s.ID, Version: s.Version, Protocols: []string{}, Operations: []OperationListing{}}
	service, _ := s.Trait("aws.api#service")
	out.SDKID = text(service, "sdkId")
	for _, protocol := range protocols {
		if s.Traits.Has(protocol) {
			out.Protocols = append(out.Protocols, protocol.Name())
		}
	}
	for _, op := range m.Operations(s) {
		http, _ := op.Trait("smithy.api#http")
		out.Operations = append(out.Operations, OperationListing{ID: op.ID, Method: text(http, "method"), URI: text(http, "uri")})
	}
	return out
}

// protocols are the traits that name a protocol, in the order in which they are listed.
var protocols = []shape.ID{
	"smithy.protocols#rpcv2Cbor", "aws.protocols#awsJson1_0", "aws.protocols#awsJson1_1", "aws.protocols#restJson1",
	"aws.protocols#restXml", "aws.protocols#awsQuery", "aws.protocols#ec2Query",
}

// text is a string of an object, "" if it has none of that name.
func text(object shape.Node, field string) string {
	value, _ := object.Field(field)
	return value.Str()
}

// printJSON prints listings as an indented JSON array.
func printJSON(w io.Writer, listings []*Listing) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(listings)
}

// printListings prints listings as indented columns, with a headline for each model if there are several.
func printListings(w io.Writer, listings []*Listing) error {
	for i, l := range listings {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if len(listings) > 1 {
			fmt.Fprintf(w, "%s\n\n", printable(l.Model))
		}
		if err := printListing(w, l); err != nil {
			return err
		}
	}
	return nil
}

// printListing prints one model.
func printListing(w io.Writer, l *Listing) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, s := range l.Services {
		fmt.Fprintf(table, "service %s%s\n", printable(string(s.ID)), printable(details(s)))
		for _, op := range s.Operations {
			row := []string{"  " + op.ID.Name()}
			if op.Method != "" || op.URI != "" {
				row = append(row, printable(op.Method), printable(op.URI))
			}
			fmt.Fprintln(table, strings.Join(row, "\t"))
		}
		if err := table.Flush(); err != nil { // The columns of the next part are its own.
			return err
		}
	}
	fmt.Fprintf(table, "shapes (%d)\n", len(l.Shapes))
	for _, s := range l.Shapes {
		fmt.Fprintf(table, "  %s\t%s\n", s.Type, printable(string(s.ID)))
	}
	return table.Flush()
}

// details is what is known of a service beside its id, in brackets.
func details(s ServiceListing) string {
	var parts []string
	if s.SDKID != "" {
		parts = append(parts, "sdkId "+s.SDKID)
	}
	if s.Version != "" {
		parts = append(parts, "version "+s.Version)
	}
	if len(s.Protocols) > 0 {
		parts = append(parts, strings.Join(s.Protocols, ", "))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, "; ") + ")"
}

// printable makes a model's text fit for a column of a terminal: what is no plain text is shown escaped.
func printable(s string) string {
	quoted := fmt.Sprintf("%+q", s)
	if plain := fmt.Sprintf("%q", s); strings.Contains(plain, `\`) {
		return strings.Trim(quoted, `"`)
	}
	return s
}
