//go:build full

// DynamoDB (awsJson1_0): a page of items in a reply, and items in a request.

package calls

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"strconv"
	"time"

	peerdynamodb "github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/smithwright/smithwright/bench/testdata/dynamodb"
	"github.com/smithwright/smithwright/rt"
)

const (
	queryLength = 100
	batchLength = 25
	table       = "orders"
)

func dynamoClients(doer Doer) (*dynamodb.Client, *peerdynamodb.Client, error) {
	ours, err := dynamodb.New(dynamodb.Config{
		Region: region, Credentials: credentials(), Options: rt.Options{HTTPClient: doer},
	})
	if err != nil {
		return nil, nil, err
	}
	cfg, err := peerConfig(doer)
	return ours, peerdynamodb.NewFromConfig(cfg), err
}

func query(doer Doer) (Pair, error) {
	ours, theirs, err := dynamoClients(doer)
	if err != nil {
		return Pair{}, err
	}
	in := &dynamodb.QueryInput{
		TableName:              table,
		KeyConditionExpression: new("customer = :c"),
		ExpressionAttributeValues: map[string]dynamodb.AttributeValue{
			":c": &dynamodb.AttributeValueS{Value: "customer-0042"},
		},
	}
	peerIn := &peerdynamodb.QueryInput{
		TableName:              new(table),
		KeyConditionExpression: new("customer = :c"),
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":c": &types.AttributeValueMemberS{Value: "customer-0042"},
		},
	}
	return Pair{
		Ours: func(ctx context.Context) (any, error) { return ours.Query(ctx, in) },
		Peer: func(ctx context.Context) (any, error) { return theirs.Query(ctx, peerIn) },
	}, nil
}

func batchWrite(doer Doer) (Pair, error) {
	ours, theirs, err := dynamoClients(doer)
	if err != nil {
		return Pair{}, err
	}
	var puts []dynamodb.WriteRequest
	var peerPuts []types.WriteRequest
	for i := range batchLength {
		item, peerItem := map[string]dynamodb.AttributeValue{}, map[string]types.AttributeValue{}
		for name, a := range order(i) {
			item[name], peerItem[name] = a.ours(), a.peer()
		}
		puts = append(puts, dynamodb.WriteRequest{PutRequest: &dynamodb.PutRequest{Item: item}})
		peerPuts = append(peerPuts, types.WriteRequest{PutRequest: &types.PutRequest{Item: peerItem}})
	}
	in := &dynamodb.BatchWriteItemInput{RequestItems: map[string][]dynamodb.WriteRequest{table: puts}}
	peerIn := &peerdynamodb.BatchWriteItemInput{RequestItems: map[string][]types.WriteRequest{table: peerPuts}}
	return Pair{
		Ours: func(ctx context.Context) (any, error) { return ours.BatchWriteItem(ctx, in) },
		Peer: func(ctx context.Context) (any, error) { return theirs.BatchWriteItem(ctx, peerIn) },
	}, nil
}

// attribute is a value of an item: of a string, a number, a boolean, a set of strings, a list or a map.
type attribute struct {
	s, n string
	flag *bool
	set  []string
	list []attribute
	m    map[string]attribute
}

// order is an item of ten attributes.
func order(i int) map[string]attribute {
	id := fmt.Sprintf("%08x-4b5a-4978-8796-%012x", 0x0f1e2d3c+i, i)
	created := time.Date(2026, time.March, 4, 5, 6, 7, 0, time.UTC).Add(time.Duration(i) * time.Hour)
	line := func(n int) attribute {
		return attribute{m: map[string]attribute{
			"sku": {s: fmt.Sprintf("SKU-%05d", 37*i+n)}, "quantity": {n: strconv.Itoa(1 + n)}, "price": {n: fmt.Sprintf("%d.%02d", 10+i, n)},
		}}
	}
	return map[string]attribute{
		"customer": {s: "customer-0042"},
		"order":    {s: "ORDER#" + created.Format(time.RFC3339) + "#" + id},
		"id":       {s: id},
		"created":  {n: strconv.FormatInt(created.UnixMilli(), 10)},
		"total":    {n: fmt.Sprintf("%d.%02d", 20+3*i, i%100)},
		"shipped":  {flag: new(i%3 == 0)},
		"note":     {s: "please leave it with the neighbours if nobody answers the door"},
		"address": {m: map[string]attribute{
			"street": {s: fmt.Sprintf("%d Long Street", 1+i)}, "city": {s: "Springfield"}, "zip": {s: fmt.Sprintf("%05d", 10_000+i)},
		}},
		"lines": {list: []attribute{line(0), line(1), line(2)}},
		"tags":  {set: []string{"gift", "priority", "spring-2026"}},
	}
}

func (a attribute) ours() dynamodb.AttributeValue {
	switch {
	case a.n != "":
		return &dynamodb.AttributeValueN{Value: a.n}
	case a.flag != nil:
		return &dynamodb.AttributeValueBOOL{Value: *a.flag}
	case a.set != nil:
		return &dynamodb.AttributeValueSS{Value: a.set}
	case a.list != nil:
		v := &dynamodb.AttributeValueL{}
		for _, e := range a.list {
			v.Value = append(v.Value, e.ours())
		}
		return v
	case a.m != nil:
		v := &dynamodb.AttributeValueM{Value: map[string]dynamodb.AttributeValue{}}
		for name, e := range a.m {
			v.Value[name] = e.ours()
		}
		return v
	default:
		return &dynamodb.AttributeValueS{Value: a.s}
	}
}

func (a attribute) peer() types.AttributeValue {
	switch {
	case a.n != "":
		return &types.AttributeValueMemberN{Value: a.n}
	case a.flag != nil:
		return &types.AttributeValueMemberBOOL{Value: *a.flag}
	case a.set != nil:
		return &types.AttributeValueMemberSS{Value: a.set}
	case a.list != nil:
		v := &types.AttributeValueMemberL{}
		for _, e := range a.list {
			v.Value = append(v.Value, e.peer())
		}
		return v
	case a.m != nil:
		v := &types.AttributeValueMemberM{Value: map[string]types.AttributeValue{}}
		for name, e := range a.m {
			v.Value[name] = e.peer()
		}
		return v
	default:
		return &types.AttributeValueMemberS{Value: a.s}
	}
}

// MarshalJSON writes the attribute as DynamoDB does.
func (a attribute) MarshalJSON() ([]byte, error) {
	switch {
	case a.n != "":
		return json.Marshal(map[string]string{"N": a.n})
	case a.flag != nil:
		return json.Marshal(map[string]bool{"BOOL": *a.flag})
	case a.set != nil:
		return json.Marshal(map[string][]string{"SS": a.set})
	case a.list != nil:
		return json.Marshal(map[string][]attribute{"L": a.list})
	case a.m != nil:
		return json.Marshal(map[string]map[string]attribute{"M": a.m})
	default:
		return json.Marshal(map[string]string{"S": a.s})
	}
}

// dynamoReply goes with the checksum that the service sends, which the peer verifies.
func dynamoReply(body []byte) canned {
	r := reply("application/x-amz-json-1.0", body)
	r.header.Set("X-Amz-Crc32", strconv.FormatUint(uint64(crc32.ChecksumIEEE(body)), 10))
	return r
}

var batchWriteReply = []byte(`{"ConsumedCapacity":[{"CapacityUnits":50.0,"TableName":"` + table + `"}],"UnprocessedItems":{}}`)

// queryReply is a page of items, of about 85 KB.
func queryReply() []byte {
	var items []map[string]attribute
	for i := range queryLength {
		items = append(items, order(i))
	}
	reply, err := json.Marshal(map[string]any{
		"Count": queryLength, "Items": items, "ScannedCount": queryLength,
		"LastEvaluatedKey": map[string]attribute{"customer": order(queryLength - 1)["customer"], "order": order(queryLength - 1)["order"]},
	})
	if err != nil {
		panic(err) // there is nothing in it that JSON can't say
	}
	return reply
}
