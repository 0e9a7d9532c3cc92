//go:build servers

// The life of a table, against dynalite.

package integration

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/integration/testdata/dynamodb"
	"github.com/smithwright/smithwright/rt"
)

// item is a row: attributes by name.
type item = map[string]dynamodb.AttributeValue

func text(s string) dynamodb.AttributeValue { return &dynamodb.AttributeValueS{Value: s} }

func number(n int) dynamodb.AttributeValue {
	return &dynamodb.AttributeValueN{Value: fmt.Sprint(n)}
}

func bounded(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// newTable makes a table for a test, with a key of an owner and a number, and takes it away with the test.
func newTable(t *testing.T, c *dynamodb.Client, name string) {
	t.Helper()
	ctx := bounded(t)
	attribute := func(name string, kind dynamodb.ScalarAttributeType) dynamodb.AttributeDefinition {
		return dynamodb.AttributeDefinition{AttributeName: name, AttributeType: kind}
	}
	out, err := c.CreateTable(ctx, &dynamodb.CreateTableInput{
		TableName: name,
		AttributeDefinitions: []dynamodb.AttributeDefinition{
			attribute("owner", dynamodb.ScalarAttributeTypeS), attribute("n", dynamodb.ScalarAttributeTypeN),
		},
		KeySchema: []dynamodb.KeySchemaElement{
			{AttributeName: "owner", KeyType: dynamodb.KeyTypeHASH}, {AttributeName: "n", KeyType: dynamodb.KeyTypeRANGE},
		},
		BillingMode: new(dynamodb.BillingModePayPerRequest),
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := *out.TableDescription.TableStatus; got != dynamodb.TableStatusCREATING {
		t.Errorf("a new table is %s", got)
	}
	there, err := c.WaitUntilTableExists(ctx, &dynamodb.DescribeTableInput{TableName: name}, time.Minute, quickly)
	if err != nil {
		t.Fatal(err)
	}
	if got := *there.Table.TableStatus; got != dynamodb.TableStatusACTIVE {
		t.Errorf("a table that was waited for is %s", got)
	}
}

// quickly lets waiters ask more often than a service would like.
var quickly = rt.WithWaiterDelay(10*time.Millisecond, 50*time.Millisecond)

func TestTable(t *testing.T) {
	t.Parallel()
	ctx, c := bounded(t), newDynamoDB(t)
	newTable(t, c, "lives")
	list, err := c.ListTables(ctx, &dynamodb.ListTablesInput{})
	if err != nil || !slices.Contains(list.TableNames, "lives") {
		t.Errorf("the tables are %v: %v", list, err)
	}
	_, err = c.CreateTable(ctx, &dynamodb.CreateTableInput{
		TableName:            "lives",
		AttributeDefinitions: []dynamodb.AttributeDefinition{{AttributeName: "id", AttributeType: dynamodb.ScalarAttributeTypeB}},
		KeySchema:            []dynamodb.KeySchemaElement{{AttributeName: "id", KeyType: dynamodb.KeyTypeHASH}},
		BillingMode:          new(dynamodb.BillingModePayPerRequest),
	})
	var inUse *dynamodb.ResourceInUseException
	if !errors.As(err, &inUse) {
		t.Errorf("a table of the same name: %v, want a %T", err, inUse)
	}
	if _, err := c.DeleteTable(ctx, &dynamodb.DeleteTableInput{TableName: "lives"}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.WaitUntilTableNotExists(ctx, &dynamodb.DescribeTableInput{TableName: "lives"}, time.Minute, quickly); err != nil {
		t.Error(err)
	}
	var late *rt.WaiterError
	if _, err := c.WaitUntilTableExists(ctx, &dynamodb.DescribeTableInput{TableName: "lives"}, 100*time.Millisecond, quickly); !errors.As(err, &late) {
		t.Errorf("waiting for a table that does not come: %v", err)
	}
}

// all is an item with an attribute of every type.
func all() item {
	return item{
		"owner": text("all"),
		"n":     number(-7),
		"text":  text("héllo \"wörld\" \\ \u2028 🙂 \x7f"),
		"big":   &dynamodb.AttributeValueN{Value: "12345678901234567890123456789012345678"},
		"bytes": &dynamodb.AttributeValueB{Value: []byte{0, 1, 0xfe, 0xff}},
		"texts": &dynamodb.AttributeValueSS{Value: []string{"a", "b"}},
		"nums":  &dynamodb.AttributeValueNS{Value: []string{"1", "2.5"}},
		"blobs": &dynamodb.AttributeValueBS{Value: [][]byte{{1}, {2, 3}}},
		"map":   &dynamodb.AttributeValueM{Value: item{"in": &dynamodb.AttributeValueL{Value: []dynamodb.AttributeValue{text("x"), number(1)}}}},
		"empty": &dynamodb.AttributeValueM{Value: item{}},
		"null":  &dynamodb.AttributeValueNULL{Value: true},
		"yes":   &dynamodb.AttributeValueBOOL{Value: true},
		"no":    &dynamodb.AttributeValueBOOL{Value: false},
	}
}

func TestItems(t *testing.T) {
	t.Parallel()
	ctx, c := bounded(t), newDynamoDB(t)
	newTable(t, c, "items")
	want := all()
	if _, err := c.PutItem(ctx, &dynamodb.PutItemInput{TableName: "items", Item: want}); err != nil {
		t.Fatal(err)
	}
	key := item{"owner": want["owner"], "n": want["n"]}
	var meta rt.Metadata
	got, err := c.GetItem(ctx, &dynamodb.GetItemInput{TableName: "items", Key: key, ConsistentRead: new(true)}, rt.Capture(&meta))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got.Item); diff != "" {
		t.Errorf("the item (-put +got):\n%s", diff)
	}
	if meta.RequestID == "" || meta.Status != 200 || meta.Attempts != 1 {
		t.Errorf("the metadata are %+v", meta)
	}
	changed, err := c.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: "items", Key: key, UpdateExpression: new("SET #no = :yes, n2 = :n REMOVE bytes"),
		ExpressionAttributeNames:  map[string]string{"#no": "no"},
		ExpressionAttributeValues: item{":yes": &dynamodb.AttributeValueBOOL{Value: true}, ":n": number(2)},
		ReturnValues:              new(dynamodb.ReturnValueUpdatedNew),
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(item{"no": &dynamodb.AttributeValueBOOL{Value: true}, "n2": number(2)}, changed.Attributes); diff != "" {
		t.Errorf("what was changed (-want +got):\n%s", diff)
	}
	gone, err := c.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: "items", Key: key, ReturnValues: new(dynamodb.ReturnValueAllOld)})
	if err != nil || len(gone.Attributes) != len(want) {
		t.Errorf("what was deleted has %d attributes: %v", len(gone.Attributes), err)
	}
	none, err := c.GetItem(ctx, &dynamodb.GetItemInput{TableName: "items", Key: key})
	if err != nil || none.Item != nil {
		t.Errorf("an item that is gone: %v, %v", none, err)
	}
}

func TestConditionFails(t *testing.T) {
	t.Parallel()
	ctx, c := bounded(t), newDynamoDB(t)
	newTable(t, c, "conditions")
	put := &dynamodb.PutItemInput{
		TableName: "conditions", Item: item{"owner": text("a"), "n": number(1)},
		ConditionExpression: new("attribute_not_exists(#owner)"), ExpressionAttributeNames: map[string]string{"#owner": "owner"},
	}
	if _, err := c.PutItem(ctx, put); err != nil {
		t.Fatal(err)
	}
	_, err := c.PutItem(ctx, put)
	var failed *dynamodb.ConditionalCheckFailedException
	if !errors.As(err, &failed) {
		t.Fatalf("the error is %T %v, want a %T", err, err, failed)
	}
	if failed.Message == nil || *failed.Message == "" || failed.Status != 400 || failed.RequestID == "" || failed.Attempts != 1 || failed.Retryable {
		t.Errorf("the error is %+v", failed)
	}
	_, err = c.PutItem(ctx, &dynamodb.PutItemInput{TableName: "nothing-here", Item: item{"owner": text("a"), "n": number(1)}})
	var missing *dynamodb.ResourceNotFoundException
	if !errors.As(err, &missing) {
		t.Errorf("a table that is missing: %v, want a %T", err, missing)
	}
	_, err = c.PutItem(ctx, &dynamodb.PutItemInput{TableName: "conditions", Item: item{"owner": text("a")}})
	var unknown *rt.UnknownError // the model does not name it
	if !errors.As(err, &unknown) || unknown.Code != "ValidationException" {
		t.Errorf("an item without its key: %v, want a ValidationException", err)
	}
}

func TestBatchAndQuery(t *testing.T) {
	t.Parallel()
	ctx, c := bounded(t), newDynamoDB(t)
	newTable(t, c, "batch")
	const rows = 60
	for n := 0; n < rows; {
		var writes []dynamodb.WriteRequest
		for ; n < rows && len(writes) < 25; n++ {
			writes = append(writes, dynamodb.WriteRequest{PutRequest: &dynamodb.PutRequest{
				Item: item{"owner": text("me"), "n": number(n), "half": number(n / 2)},
			}})
		}
		out, err := c.BatchWriteItem(ctx, &dynamodb.BatchWriteItemInput{RequestItems: map[string][]dynamodb.WriteRequest{"batch": writes}})
		if err != nil || len(out.UnprocessedItems) != 0 {
			t.Fatalf("writing a batch: %v, left %v", err, out)
		}
	}
	got, err := c.BatchGetItem(ctx, &dynamodb.BatchGetItemInput{RequestItems: map[string]dynamodb.KeysAndAttributes{"batch": {
		Keys:                 []item{{"owner": text("me"), "n": number(3)}, {"owner": text("me"), "n": number(1000)}},
		ProjectionExpression: new("half"),
	}}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string][]map[string]dynamodb.AttributeValue{"batch": {{"half": number(1)}}}, got.Responses); diff != "" {
		t.Errorf("the batch (-want +got):\n%s", diff)
	}
	query := &dynamodb.QueryInput{
		TableName: "batch", Limit: new(int32(7)),
		KeyConditionExpression:    new("#owner = :me"),
		ExpressionAttributeNames:  map[string]string{"#owner": "owner"},
		ExpressionAttributeValues: item{":me": text("me")},
	}
	pages, n := 0, 0
	for page, err := range c.QueryPages(ctx, query) {
		if err != nil {
			t.Fatal(err)
		}
		pages++
		for _, row := range page.Items {
			if diff := cmp.Diff(number(n), row["n"]); diff != "" {
				t.Errorf("row %d (-want +got):\n%s", n, diff)
			}
			n++
		}
	}
	if n != rows || pages != 9 {
		t.Errorf("%d rows in %d pages, want %d in 9", n, pages, rows)
	}
	n = 0
	for row, err := range c.QueryItems(ctx, query, rt.MaxItems(20)) {
		if diff := cmp.Diff(number(n), row["n"]); err != nil || diff != "" {
			t.Fatalf("row %d: %v (-want +got):\n%s", n, err, diff)
		}
		n++
	}
	if n != 20 {
		t.Errorf("%d rows, want 20", n)
	}
	n = 0
	for _, err := range c.ScanItems(ctx, &dynamodb.ScanInput{TableName: "batch", Limit: new(int32(50))}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 55 {
			break // in the middle of the second page
		}
	}
	if query.ExclusiveStartKey != nil {
		t.Error("the caller's request was changed")
	}
}

// dynalite has no transactions. What it says of them is an error that no model names.
func TestNoTransactions(t *testing.T) {
	t.Parallel()
	_, err := newDynamoDB(t).TransactWriteItems(bounded(t), &dynamodb.TransactWriteItemsInput{
		TransactItems: []dynamodb.TransactWriteItem{{Delete: &dynamodb.Delete{TableName: "any-table", Key: item{"owner": text("a")}}}},
	})
	var unknown *rt.UnknownError
	if !errors.As(err, &unknown) || unknown.Code != "UnknownOperationException" {
		t.Errorf("the error is %v, want an UnknownOperationException", err)
	}
}
