using System.Text.Json.Serialization;

namespace WeChatNotifications.WeChatApi.Http;

// The answers of WeChat's query calls, member by member. Every member may be missing.

internal sealed record LoginBody(
    [property: JsonPropertyName("openid")] string? OpenId,
    [property: JsonPropertyName("unionid")] string? UnionId);

internal sealed record FollowersBody(
    [property: JsonPropertyName("total")] long? Total,
    [property: JsonPropertyName("data")] FollowersData? Data,
    [property: JsonPropertyName("next_openid")] string? NextOpenId);

internal sealed record FollowersData([property: JsonPropertyName("openid")] List<string?>? OpenIds);

internal sealed record UsersBody([property: JsonPropertyName("user_info_list")] List<UserItem?>? Users);

internal sealed record UserItem(
    [property: JsonPropertyName("openid")] string? OpenId,
    [property: JsonPropertyName("subscribe")] long? Subscribe,
    [property: JsonPropertyName("unionid")] string? UnionId,
    [property: JsonPropertyName("subscribe_time")] long? SubscribeTime,
    [property: JsonPropertyName("language")] string? Language);

internal sealed record PrivateTemplatesBody([property: JsonPropertyName("data")] List<PrivateTemplateItem?>? Data);

internal sealed record PrivateTemplateItem(
    [property: JsonPropertyName("priTmplId")] string? TemplateId,
    [property: JsonPropertyName("title")] string? Title,
    [property: JsonPropertyName("content")] string? Content,
    [property: JsonPropertyName("example")] string? Example,
    [property: JsonPropertyName("type")] long? Type,
    [property: JsonPropertyName("keywordEnumValueList")] List<KeywordEnumItem?>? EnumValues);

internal sealed record KeywordEnumItem(
    [property: JsonPropertyName("keywordCode")] string? KeywordCode,
    [property: JsonPropertyName("enumValueList")] List<string?>? Values);

internal sealed record AddedTemplateBody(
    [property: JsonPropertyName("priTmplId")] string? PrivateTemplateId,
    [property: JsonPropertyName("template_id")] string? TemplateId);

internal sealed record CategoriesBody([property: JsonPropertyName("data")] List<CategoryItem?>? Data);

internal sealed record CategoryItem(
    [property: JsonPropertyName("id")] long? Id,
    [property: JsonPropertyName("name")] string? Name);

internal sealed record LibraryTitlesBody(
    [property: JsonPropertyName("count")] long? Count,
    [property: JsonPropertyName("data")] List<LibraryTitleItem?>? Data);

internal sealed record LibraryTitleItem(
    [property: JsonPropertyName("tid")] string? Tid,
    [property: JsonPropertyName("title")] string? Title,
    [property: JsonPropertyName("type")] long? Type,
    [property: JsonPropertyName("categoryId")] long? CategoryId);

internal sealed record LibraryKeywordsBody([property: JsonPropertyName("data")] List<LibraryKeywordItem?>? Data);

internal sealed record LibraryKeywordItem(
    [property: JsonPropertyName("kid")] long? Kid,
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("example")] string? Example,
    [property: JsonPropertyName("rule")] string? Rule);

internal sealed record OfficialAccountTemplatesBody([property: JsonPropertyName("template_list")] List<OfficialAccountTemplateItem?>? Templates);

internal sealed record OfficialAccountTemplateItem(
    [property: JsonPropertyName("template_id")] string? TemplateId,
    [property: JsonPropertyName("title")] string? Title,
    [property: JsonPropertyName("primary_industry")] string? PrimaryIndustry,
    [property: JsonPropertyName("deputy_industry")] string? DeputyIndustry,
    [property: JsonPropertyName("content")] string? Content,
    [property: JsonPropertyName("example")] string? Example);
