using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Templates;
using WeChatNotifications.WeChatApi.Tests.Support;

namespace WeChatNotifications.WeChatApi.Tests.Templates;

public sealed class TemplateCallTests
{
    private static readonly string Query = $"access_token={Uri.EscapeDataString(Given.Token)}";

    [Fact]
    public async Task A_mini_programs_templates_are_read_with_their_enum_values()
    {
        var (templates, request) = await Ask(
            client => client.GetPrivateTemplatesAsync(Given.Token),
            """
            {"errcode":0,"errmsg":"ok","data":[
              {"priTmplId":"9Aw5ZV1j9xdWTFEkqCpZ7mIBbSC34khK55OtzUPl0rU","title":"报名结果通知","content":"会议时间:{{date2.DATA}}\n会议状态:{{enum_string1.DATA}}\n",
               "example":"会议时间:2016年8月8日\n会议状态:进行中\n","type":2,
               "keywordEnumValueList":[{"keywordCode":"enum_string1.DATA","enumValueList":["进行中","已结束"]},{"enumValueList":["x"]},{"keywordCode":"enum_string9"}]},
              {"priTmplId":"second","type":"3","content":null},
              {"title":"no id"},
              {"priTmplId":"third","title":7,"type":2.5}
            ]}
            """);

        request.Method.ShouldBe("GET");
        request.Target.ShouldBe($"/wxaapi/newtmpl/gettemplate?{Query}");
        templates.Select(template => (template.TemplateId, template.Title, template.Content, template.Type)).ShouldBe(
        [
            ("9Aw5ZV1j9xdWTFEkqCpZ7mIBbSC34khK55OtzUPl0rU", "报名结果通知", "会议时间:{{date2.DATA}}\n会议状态:{{enum_string1.DATA}}\n", 2),
            ("second", "", "", 3),
            ("third", "7", "", null),
        ]);
        templates[0].Example.ShouldBe("会议时间:2016年8月8日\n会议状态:进行中\n");
        templates[0].EnumValues.Select(values => values.Field).ShouldBe(["enum_string1", "enum_string9"]);
        templates[0].EnumValues[0].Values.ShouldBe(["进行中", "已结束"]);
        templates[0].EnumValues[1].Values.ShouldBeEmpty();
        templates[1].EnumValues.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_official_accounts_templates_are_read_from_an_answer_without_errcode()
    {
        var (templates, request) = await Ask(
            client => client.GetOfficialAccountTemplatesAsync(Given.Token),
            """
            {"template_list":[{"template_id":"iPk5sOIt5X_flOVKn5GrTFpncEYTojx6ddbt8WYoV5s","title":"领取奖金提醒","primary_industry":"IT科技","deputy_industry":"互联网|电子商务",
              "content":"{ {result.DATA} }\n\n领奖金额:{ {withdrawMoney.DATA} }\n","example":"您已提交领奖申请\n"},{"template_id":"bare"}]}
            """);

        request.Target.ShouldBe($"/cgi-bin/template/get_all_private_template?{Query}");
        templates.ShouldBe(
        [
            new("iPk5sOIt5X_flOVKn5GrTFpncEYTojx6ddbt8WYoV5s", "领取奖金提醒", "IT科技", "互联网|电子商务", "{ {result.DATA} }\n\n领奖金额:{ {withdrawMoney.DATA} }\n", "您已提交领奖申请\n"),
            new("bare", "", "", "", "", ""),
        ]);
    }

    [Fact]
    public async Task The_library_is_read_whether_ids_come_as_numbers_or_as_texts()
    {
        var (categories, asked) = await Ask(
            client => client.GetTemplateCategoriesAsync(Given.Token), """{"errcode":0,"data":[{"id":616,"name":"公交"},{"id":"617","name":"物流"},{"name":"?"}]}""");
        asked.Target.ShouldBe($"/wxaapi/newtmpl/getcategory?{Query}");
        categories.ShouldBe([new(616, "公交"), new(617, "物流")]);

        var (page, titles) = await Ask(
            client => client.GetLibraryTitlesAsync(Given.Token, [616, 617], start: 30, limit: 30),
            """{"errcode":0,"count":"55","data":[{"tid":99,"title":"付款成功通知","type":2,"categoryId":"616"},{"tid":"100","title":"b","type":"3","categoryId":617},{"tid":null}]}""");
        titles.Target.ShouldBe($"/wxaapi/newtmpl/getpubtemplatetitles?ids=616,617&start=30&limit=30&{Query}");
        page.Count.ShouldBe(55);
        page.Titles.ShouldBe([new("99", "付款成功通知", 2, 616), new("100", "b", 3, 617)]);

        var (keywords, request) = await Ask(
            client => client.GetLibraryKeywordsAsync(Given.Token, "9 9"),
            """{"errcode":0,"count":2,"data":[{"kid":1,"name":"物品名称","example":"名称","rule":"thing"},{"kid":"2","name":"购买时间"},{"kid":"two"}]}""");
        request.Target.ShouldBe($"/wxaapi/newtmpl/getpubtemplatekeywords?tid=9%209&{Query}");
        keywords.ShouldBe([new(1, "物品名称", "名称", "thing"), new(2, "购买时间", "", "")]);
    }

    [Fact]
    public async Task Templates_are_added_and_deleted_as_documented()
    {
        var (added, add) = await Ask(
            client => client.AddTemplateAsync(Given.Token, new("401", [1, 3, 2], "测试 😀")), """{"errcode":0,"errmsg":"ok","priTmplId":"9Aw5"}""");
        added.ShouldBe("9Aw5");
        add.Method.ShouldBe("POST");
        add.Target.ShouldBe($"/wxaapi/newtmpl/addtemplate?{Query}");
        add.Text.ShouldBe("""{"tid":"401","kidList":[1,3,2],"sceneDesc":"测试 😀"}""");

        var (_, delete) = await Ask(client => client.DeleteTemplateAsync(Given.Token, "9Aw5"), """{"errcode":0,"errmsg":"ok"}""");
        delete.Target.ShouldBe($"/wxaapi/newtmpl/deltemplate?{Query}");
        delete.Text.ShouldBe("""{"priTmplId":"9Aw5"}""");

        var (account, addToAccount) = await Ask(
            client => client.AddOfficialAccountTemplateAsync(Given.Token, "TM00015", ["付款时间", "商品"]), """{"errcode":0,"errmsg":"ok","template_id":"Doclyl5"}""");
        account.ShouldBe("Doclyl5");
        addToAccount.Target.ShouldBe($"/cgi-bin/template/api_add_template?{Query}");
        addToAccount.Text.ShouldBe("""{"template_id_short":"TM00015","keyword_name_list":["付款时间","商品"]}""");

        var (_, addBare) = await Ask(client => client.AddOfficialAccountTemplateAsync(Given.Token, "TM00015"), """{"template_id":"x"}""");
        addBare.Text.ShouldBe("""{"template_id_short":"TM00015"}""");

        var (_, deleteFromAccount) = await Ask(client => client.DeleteOfficialAccountTemplateAsync(Given.Token, "Doclyl5"), """{"errcode":0}""");
        deleteFromAccount.Target.ShouldBe($"/cgi-bin/template/del_private_template?{Query}");
        deleteFromAccount.Text.ShouldBe("""{"template_id":"Doclyl5"}""");
    }

    [Theory]
    [InlineData("""{"errcode":0,"errmsg":"ok"}""", true)]
    [InlineData("""{"errcode":0,"data":null}""", true)]
    [InlineData("""{"data":[]}""", true)]
    [InlineData("""{"errmsg":"ok"}""", false)]
    [InlineData("{}", false)]
    [InlineData("""{"errcode":0,"data":"none"}""", false)]
    [InlineData("""{"errcode":0,"data":[{"priTmplId":"a","keywordEnumValueList":5}]}""", false)]
    public async Task Only_wechat_can_say_that_there_are_no_templates(string body, bool isAnswer)
    {
        await using var server = ScriptedServer.That(Reply.Json(body));

        var result = await Given.Client(server.Address).GetPrivateTemplatesAsync(Given.Token);

        (result is ApiResult<IReadOnlyList<PrivateTemplate>>.Ok { Value: [] }).ShouldBe(isAnswer);
        (result is ApiResult<IReadOnlyList<PrivateTemplate>>.Unreachable { Fault.Kind: TransportFaultKind.UnreadableAnswer }).ShouldBe(!isAnswer);
    }

    [Fact]
    public async Task An_added_template_without_its_id_and_a_delete_without_a_yes_are_no_success()
    {
        await using var server = ScriptedServer.That(Reply.Json("""{"errcode":0,"errmsg":"ok"}"""));
        (await Given.Client(server.Address).AddTemplateAsync(Given.Token, new("1", [1, 2], "x"))).ShouldBeOfType<ApiResult<string>.Unreachable>();

        await using var other = ScriptedServer.That(Reply.Json("""{"status":"fine"}"""));
        (await Given.Client(other.Address).DeleteTemplateAsync(Given.Token, "x")).ShouldBeOfType<ApiResult<Done>.Unreachable>();
    }

    [Theory]
    [InlineData(200022, "template-exists")]
    [InlineData(45009, "daily-quota-reached")]
    [InlineData(200011, "template-account-banned")]
    public async Task A_refusal_has_its_row(int code, string name)
    {
        await using var server = ScriptedServer.That(Reply.Json($$"""{"errcode":"{{code}}","errmsg":"no rid: 617682e0-52a2e2b3-5f2c1a7d"}"""));

        var error = (await Given.Client(server.Address).AddTemplateAsync(Given.Token, new("1", [1, 2], "x"))).ShouldBeOfType<ApiResult<string>.Refused>().Error;

        error.Rid.ShouldBe("617682e0-52a2e2b3-5f2c1a7d");
        WeChatErrorCatalogue.Find(error.Code, WeChatCall.Template).Name.ShouldBe(name);
    }

    public static TheoryData<Func<WeChatApiClient, Task>, string> Broken => new()
    {
        { c => c.GetPrivateTemplatesAsync(""), "accessToken" },
        { c => c.GetOfficialAccountTemplatesAsync(" "), "accessToken" },
        { c => c.DeleteTemplateAsync("", "x"), "accessToken" },
        { c => c.AddTemplateAsync(Given.Token, null!), "request" },
        { c => c.AddTemplateAsync(Given.Token, new("", [1, 2], "x")), "request" },
        { c => c.AddTemplateAsync(Given.Token, new("1", [], "x")), "request" },
        { c => c.AddTemplateAsync(Given.Token, new("1", [1, 2], "")), "request" },
        { c => c.DeleteTemplateAsync(Given.Token, ""), "templateId" },
        { c => c.DeleteOfficialAccountTemplateAsync(Given.Token, ""), "templateId" },
        { c => c.AddOfficialAccountTemplateAsync(Given.Token, ""), "shortTemplateId" },
        { c => c.GetLibraryTitlesAsync(Given.Token, [], 0, 30), "categoryIds" },
        { c => c.GetLibraryTitlesAsync(Given.Token, [1], -1, 30), "start" },
        { c => c.GetLibraryTitlesAsync(Given.Token, [1], 0, 31), "limit" },
        { c => c.GetLibraryTitlesAsync(Given.Token, [1], 0, 0), "limit" },
        { c => c.GetLibraryKeywordsAsync(Given.Token, ""), "tid" },
    };

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public async Task An_argument_that_is_missing_is_the_callers_fault(Func<WeChatApiClient, Task> call, string parameter) =>
        (await Should.ThrowAsync<ArgumentException>(() => call(Given.Client(ScriptedServer.Nobody())))).ParamName.ShouldBe(parameter);

    private static async Task<(T Value, ReceivedRequest Request)> Ask<T>(Func<WeChatApiClient, Task<ApiResult<T>>> call, string answer)
    {
        await using var server = ScriptedServer.That(Reply.Json(answer));
        return ((await call(Given.Client(server.Address))).ShouldBeOfType<ApiResult<T>.Ok>().Value, server.Request);
    }
}
