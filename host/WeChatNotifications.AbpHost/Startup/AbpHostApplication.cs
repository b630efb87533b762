using Microsoft.EntityFrameworkCore;
using Volo.Abp.EntityFrameworkCore;
using Volo.Abp.MultiTenancy;
using Volo.Abp.Uow;
using WeChatNotifications.AbpHost.Persistence;
using WeChatNotifications.Host.Startup;

namespace WeChatNotifications.AbpHost.Startup;

/// <summary>The application itself; everything else is in <see cref="AbpHostModule"/>.</summary>
internal static class AbpHostApplication
{
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(AbpHostApplication).Assembly.GetName().Name,
            // Started from somewhere else, the settings are those beside the program.
            ContentRootPath = File.Exists("appsettings.json") ? Directory.GetCurrentDirectory() : AppContext.BaseDirectory,
        });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        return builder;
    }

    /// <summary>Adds all modules. What is built then is neither migrated nor initialized yet.</summary>
    public static Task AddModulesAsync(WebApplicationBuilder builder)
    {
        builder.Host.UseAutofac();
        return builder.Configuration["Database:Provider"] switch
        {
            null or "" or "PostgreSql" => builder.AddApplicationAsync<PostgreSqlHostModule>(),
            "SqlServer" => builder.AddApplicationAsync<SqlServerHostModule>(),
            var other => throw new StartupException($"Database:Provider is {other}; it must be PostgreSql or SqlServer."),
        };
    }

    /// <summary>Brings the database up to date, unless <c>Database:Migrate</c> is false.</summary>
    /// <exception cref="StartupException">The database cannot be reached, or refuses.</exception>
    public static async Task MigrateAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        if (!app.Configuration.GetValue("Database:Migrate", defaultValue: true))
        {
            return;
        }

        try
        {
            await using var scope = app.Services.CreateAsyncScope();
            var services = scope.ServiceProvider;
            var currentTenant = services.GetRequiredService<ICurrentTenant>();
            var tenants = await services.GetRequiredService<ITenantStore>().GetListAsync();
            foreach (var tenant in tenants.Select(t => (Guid?)t.Id).Prepend(null))
            {
                // Tenants may have databases of their own; for those who share one, the second look finds nothing to do.
                using var change = currentTenant.Change(tenant);
                using var unitOfWork = services.GetRequiredService<IUnitOfWorkManager>().Begin(requiresNew: true, isTransactional: false);
                var context = await services.GetRequiredService<IDbContextProvider<AbpHostDbContext>>().GetDbContextAsync();
                if (context.Database.IsNpgsql())
                {
                    await context.Database.MigrateAsync(cancellationToken);
                }
                else
                {
                    // The sample's migrations are PostgreSQL's; elsewhere it makes its tables once, in a database that has none.
                    await context.Database.EnsureCreatedAsync(cancellationToken);
                }

                await unitOfWork.CompleteAsync(cancellationToken);
            }
        }
        catch (System.Data.Common.DbException exception)
        {
            throw new StartupException(
                $"The database cannot be brought up to date: {exception.Message} Look at ConnectionStrings:{HostDatabase.ConnectionStringName}.", exception);
        }
    }
}
